/** One query: editor, parameters, options, buttons, and the result below. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { usePreference } from "@/frame/preferences";
import { CodeEditor } from "@/parts/code_editor";
import { AskFirst } from "./ask_first";
import { ParametersBox } from "./parameters_box";
import type { Mode, Query } from "./query";
import { EMPTY_QUERY, MODES, WrongParameter, statementsToRun, toSend } from "./query";
import { ResultView } from "./result_view";
import type { RunOptions } from "./run";
import { RunOptionsBox } from "./run_options_box";
import { SaveQuery } from "./save_query";
import { statementsOf } from "./statements";
import type { ShownRun } from "./use_run";
import { useRun } from "./use_run";

interface Properties {
  readonly query: Query;
  readonly onChange: (query: Query) => void;
  readonly shown: ShownRun | undefined;
  readonly onShown: (run: ShownRun | undefined) => void;
}

const MODE_TEXTS: Readonly<Record<Mode, string>> = {
  single: "One statement",
  batch: "Batch",
  transaction: "Transaction",
};

export function QueryTab({ query, onChange, shown, onShown }: Properties) {
  const [asksFirst, setAsksFirst] = usePreference("partiql-asks-first", true);
  const [options, setOptions] = useState<RunOptions>({ isConsistent: false });
  const [dialog, setDialog] = useState<"ask" | "save">();
  const [wrong, setWrong] = useState<WrongParameter>();
  const runner = useRun(onShown);
  const statements = statementsOf(query.text);
  const isEmpty = statements.length === 0;
  const start = () => {
    setDialog(undefined);
    onShown(undefined);
    runner.start(query, options);
  };
  const check = () => {
    const found = wrongParameterOf(query);
    setWrong(found);
    if (found) return;
    if (asksFirst && statementsToRun(query).some(({ writes }) => writes)) setDialog("ask");
    else start();
  };
  return (
    <SpaceBetween size="m">
      <CodeEditor
        label="PartiQL statements"
        language="sql"
        height={180}
        value={query.text}
        onChange={(text) => onChange({ ...query, text })}
      />
      <SpaceBetween direction="horizontal" size="xs" alignItems="end">
        <SegmentedControl
          label="How the statements run"
          selectedId={query.mode}
          options={MODES.map((id) => ({ id, text: MODE_TEXTS[id] }))}
          onChange={({ detail }) => {
            const mode = MODES.find((known) => known === detail.selectedId);
            if (mode) onChange({ ...query, mode });
          }}
        />
        <Button variant="primary" disabled={isEmpty} loading={runner.isRunning} onClick={check}>
          Run
        </Button>
        <Button
          onClick={() => {
            onChange({ ...EMPTY_QUERY, mode: query.mode });
            onShown(undefined);
          }}
        >
          Clear
        </Button>
        <Button disabled={isEmpty} onClick={() => setDialog("save")}>
          Save query
        </Button>
      </SpaceBetween>
      <Hint mode={query.mode} count={statements.length} />
      <ParametersBox query={query} wrong={wrong} onChange={onChange} />
      <RunOptionsBox
        mode={query.mode}
        options={options}
        onChange={setOptions}
        asksFirst={asksFirst}
        onAsksFirst={setAsksFirst}
      />
      <ResultView
        run={shown}
        isRunning={runner.isRunning}
        onReadOn={runner.readOn}
        isOld={shown !== undefined && shown.query !== query}
      />
      {dialog === "ask" && (
        <AskFirst query={query} onRun={start} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "save" && <SaveQuery query={query} onClose={() => setDialog(undefined)} />}
    </SpaceBetween>
  );
}

function wrongParameterOf(query: Query): WrongParameter | undefined {
  try {
    toSend(query);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof WrongParameter) return thrown;
    throw thrown;
  }
}

/** Says what the mode means for the statements that are there. */
function Hint({ mode, count }: { readonly mode: Mode; readonly count: number }) {
  const text = hintOf(mode, count);
  if (text === undefined) return null;
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {text}
    </Box>
  );
}

function hintOf(mode: Mode, count: number): string | undefined {
  if (mode === "single") {
    if (count < 2) return undefined;
    return "There are several statements. Choose Batch or Transaction to run all of them.";
  }
  if (mode === "batch") {
    return "Semicolons divide the statements. Each succeeds or fails on its own. All must read, or all must write.";
  }
  return "Semicolons divide the statements. All succeed, or none changes anything. All must read, or all must write.";
}
