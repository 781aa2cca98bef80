/** An editor with line numbers for JSON and PartiQL. Its code is loaded when it is first shown. */

import CodeEditorBase from "@cloudscape-design/components/code-editor";
import type { CodeEditorProps } from "@cloudscape-design/components/code-editor";
import { useEffect, useRef, useState } from "react";
import { Failure } from "@/aws/failure";
import { loadPart } from "@/frame/part";
import { usePreference } from "@/frame/preferences";

export interface CodeEditorProperties {
  readonly label: string;
  readonly language: "json" | "sql";
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly height?: number;
  readonly isReadOnly?: boolean;
  /** Faults in the text. The editor marks their lines and counts them. */
  readonly faults?: readonly Fault[];
}

/** A fault in a text. Lines and columns count from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

type Ace = NonNullable<CodeEditorProps["ace"]>;

async function loadAce(): Promise<Ace> {
  const { default: loaded } = await loadPart(() => import("./ace"));
  return loaded as Ace;
}

export function CodeEditor(properties: CodeEditorProperties) {
  const { label, language, value, onChange, height = 320, isReadOnly = false } = properties;
  const box = useRef<HTMLDivElement>(null);
  const [ace, setAce] = useState<Ace>();
  const [failure, setFailure] = useState<unknown>();
  const [preferences, setPreferences] = usePreference<CodeEditorProps.Preferences | null>(
    "editor",
    null,
  );
  useEffect(() => {
    loadAce().then((loaded) => setAce(() => loaded), setFailure);
  }, []);
  useEffect(() => {
    const shown = box.current?.querySelector<HTMLElement>(".ace_editor");
    if (ace !== undefined && shown) markFaults(ace, shown, properties.faults ?? []);
  }, [ace, properties.faults, value]);
  if (failure !== undefined) return <Failure of={failure} />;
  return (
    <div ref={box}>
      <CodeEditorBase
        ace={ace}
        loading={ace === undefined}
        language={language}
        languageLabel={language === "sql" ? "PartiQL" : "JSON"}
        value={value}
        ariaLabel={label}
        editorContentHeight={height}
        {...(preferences && { preferences })}
        onPreferencesChange={({ detail }) => setPreferences(detail)}
        // At once: a button that is pressed right after the last key must see the whole text.
        onChange={({ detail }) => {
          if (!isReadOnly) onChange?.(detail.value);
        }}
        themes={{ light: ["cloud_editor"], dark: ["cloud_editor_dark"] }}
      />
    </div>
  );
}

interface Editing {
  edit(element: HTMLElement): { session: { setAnnotations(annotations: readonly object[]): void } };
}

/** ace returns the editor that an element already has. */
function markFaults(ace: Editing, element: HTMLElement, faults: readonly Fault[]): void {
  ace.edit(element).session.setAnnotations(
    faults.map(({ line, column, text }) => ({
      row: line - 1,
      column: column - 1,
      text,
      type: "error",
    })),
  );
}
