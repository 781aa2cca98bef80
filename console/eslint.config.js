import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/"] },
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: {
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 80, skipComments: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // Text of strangers is shown as text (docs/adr/0035-console.md).
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "Show text as text.",
        },
        {
          selector: "MemberExpression[property.name=/^(innerHTML|outerHTML)$/]",
          message: "Show text as text.",
        },
      ],
      "no-restricted-globals": [
        "error",
        { name: "localStorage", message: "Use frame/preferences.ts; secrets are never stored." },
        { name: "sessionStorage", message: "Only frame/session.ts uses it." },
      ],
    },
  },
  {
    files: ["src/frame/preferences.ts", "src/frame/session.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/frame/path_names.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          name: "react-router",
          importNames: ["useParams"],
          message: "Use frame/path_names.ts: the router decodes too much.",
        },
      ],
    },
  },
);
