import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

interface Properties {
  readonly text: string;
  /** What is copied, for the label of the button: "the ARN". */
  readonly what: string;
  readonly isCode?: boolean;
}

/** Text with a button that copies it. */
export function Copyable({ text, what, isCode = false }: Properties) {
  return (
    <>
      {isCode ? <Box variant="code">{text}</Box> : text}{" "}
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel={`Copy ${what}`}
        copySuccessText="Copied"
        copyErrorText="The browser does not allow copying here"
      />
    </>
  );
}
