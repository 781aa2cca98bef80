/** An item in the editor: as a form or as text, whichever is shown. */

import { useCallback, useState } from "react";
import type { Field } from "@/items/form";
import { fieldsOf, readForm } from "@/items/form";
import type { Notation } from "@/items/item_text";
import { isDynamodbJson, isPlainJson, itemText, notPlain, readItem } from "@/items/item_text";
import type { KeyAttribute } from "@/items/sources";
import type { Item } from "@/items/value";

export type View = "form" | "json";

interface State {
  readonly view: View;
  readonly fields: readonly Field[];
  readonly text: string;
  readonly notation: Notation;
  /** Shown after an attempt to read what was typed. */
  readonly isTried: boolean;
  /** Why the view or the notation could not be changed. */
  readonly refusal: string | undefined;
}

export interface Editor extends State {
  readonly problems: ReadonlyMap<number, string>;
  /** What is wrong with the text. */
  readonly textProblem: string | undefined;
  /** The text seems to be in the other notation. */
  readonly isOtherNotation: boolean;
  /** It stays the same function, so rows that did not change are not drawn again. */
  readonly changeFields: (change: (fields: readonly Field[]) => readonly Field[]) => void;
  readonly setText: (text: string) => void;
  readonly setView: (view: View) => void;
  readonly setNotation: (notation: Notation) => void;
  /** Reads plain JSON, and shows it as DynamoDB JSON. */
  readonly convert: () => void;
  /** The item; undefined if something is wrong, which is then shown. */
  readonly read: () => Item | undefined;
  /** Shows another item. */
  readonly show: (item: Item) => void;
}

export function useEditor(initial: Item, key: readonly KeyAttribute[]): Editor {
  const [state, setState] = useState<State>(() => stateOf(initial, key));
  const change = (changed: Partial<State>) =>
    setState((old) => ({ ...old, refusal: undefined, ...changed }));
  const changeFields = useCallback<Editor["changeFields"]>(
    (changed) => setState((old) => ({ ...old, refusal: undefined, fields: changed(old.fields) })),
    [],
  );
  const { problems } = state.isTried && state.view === "form" ? readForm(state.fields) : NONE;
  const textProblem = state.view === "json" ? problemOf(state, key) : undefined;

  const read = (): Item | undefined => {
    change({ isTried: true });
    if (state.view === "json") return textProblem === undefined ? itemOf(state) : undefined;
    const { item, problems: found } = readForm(state.fields);
    return found.size === 0 ? item : undefined;
  };

  const setView = (view: View) => {
    if (view === state.view) return;
    if (view === "form") {
      const item = itemOf(state);
      if (item) change({ view, fields: fieldsOf(item, key), isTried: false });
      else change({ refusal: "The text must be correct before it can be shown as a form." });
      return;
    }
    // What is still missing in the form may be missing in the text, too.
    const { item, problems: found } = readForm(state.fields);
    const isComplete = [...found.keys()].every((id) =>
      state.fields.some((f) => f.id === id && f.isKey),
    );
    if (!isComplete) {
      const refusal = "Correct what is marked before the form can be shown as text.";
      change({ isTried: true, refusal });
      return;
    }
    const notation = notPlain(item).length > 0 ? "dynamodb" : state.notation;
    change({ view, notation, text: itemText(item, notation), isTried: false });
  };

  const setNotation = (notation: Notation) => {
    const item = itemOf(state);
    if (item === undefined) {
      change({ refusal: "The text must be correct before its notation can be changed." });
      return;
    }
    const lost = notation === "plain" ? notPlain(item) : [];
    if (lost.length > 0) {
      const names = lost.slice(0, NAMED_MAX).join(", ") + (lost.length > NAMED_MAX ? ", ..." : "");
      change({ refusal: `Plain JSON has no sets and no binary, so it cannot hold: ${names}.` });
      return;
    }
    change({ notation, text: itemText(item, notation) });
  };

  return {
    ...state,
    problems,
    textProblem: textProblem?.message,
    isOtherNotation: textProblem?.isOtherNotation ?? isMistaken(state),
    changeFields,
    setText: (text) => change({ text }),
    setView,
    setNotation,
    convert: () => {
      const other = state.notation === "dynamodb" ? "plain" : "dynamodb";
      change({ notation: "dynamodb", text: itemText(readItem(state.text, other), "dynamodb") });
    },
    read,
    show: (item) =>
      change({
        fields: fieldsOf(item, key),
        text: itemText(item, notPlain(item).length > 0 ? "dynamodb" : state.notation),
        ...(notPlain(item).length > 0 && { notation: "dynamodb" }),
        isTried: false,
      }),
  };
}

function stateOf(item: Item, key: readonly KeyAttribute[]): State {
  return {
    view: "form",
    fields: fieldsOf(item, key),
    text: "",
    notation: "dynamodb",
    isTried: false,
    refusal: undefined,
  };
}

const NONE = { problems: new Map<number, string>() };
const NAMED_MAX = 5;

interface TextProblem {
  readonly message: string;
  readonly isOtherNotation: boolean;
}

/** What is wrong with the text. */
function problemOf(state: State, key: readonly KeyAttribute[]): TextProblem | undefined {
  try {
    const item = readItem(state.text, state.notation);
    const missing = key.find(({ name, type }) => item.get(name)?.type !== type);
    if (missing === undefined || !state.isTried) return undefined;
    const message = `The attribute ${missing.name} of the key is missing or has another type.`;
    return { message, isOtherNotation: false };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const isOtherNotation = state.notation === "dynamodb" && isPlainJson(state.text);
    return { message, isOtherNotation };
  }
}

/** Whether DynamoDB JSON is read as plain JSON. */
function isMistaken(state: State): boolean {
  return state.view === "json" && state.notation === "plain" && isDynamodbJson(state.text);
}

function itemOf(state: State): Item | undefined {
  try {
    return readItem(state.text, state.notation);
  } catch {
    return undefined;
  }
}
