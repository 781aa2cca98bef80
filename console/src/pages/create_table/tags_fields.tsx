/** The tags of a table. */

import FormField from "@cloudscape-design/components/form-field";
import TagEditor from "@cloudscape-design/components/tag-editor";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";

export const TAGS_MAX = 50;

interface Properties {
  readonly tags: readonly TagEditorProps.Tag[];
  readonly onChange: (tags: readonly TagEditorProps.Tag[], isValid: boolean) => void;
  readonly error?: string | undefined;
}

export function TagsFields({ tags, onChange, error }: Properties) {
  return (
    <FormField errorText={error} stretch>
      <TagEditor
        tags={tags}
        tagLimit={TAGS_MAX}
        i18nStrings={{
          addButton: "Add new tag",
          emptyTags: "The table has no tags.",
          keyHeader: "Key",
          valueHeader: "Value",
          optional: "optional",
          keyPlaceholder: "Enter key",
          valuePlaceholder: "Enter value",
          removeButtonAriaLabel: ({ key }) => `Remove tag ${key}`,
        }}
        onChange={({ detail }) => onChange(detail.tags, detail.valid)}
      />
    </FormField>
  );
}
