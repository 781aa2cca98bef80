/** The gear: page size, wrapping, and one switch for each attribute. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { FormDialog } from "@/parts/form_dialog";
import type { GridColumn, GridPreferences } from "./columns";
import { PAGE_SIZES, visibleNames } from "./columns";

interface Properties {
  readonly columns: readonly GridColumn[];
  readonly preferences: GridPreferences;
  readonly onSave: (preferences: GridPreferences) => void;
  readonly onClose: () => void;
}

export function GridPreferencesDialog({ columns, preferences, onSave, onClose }: Properties) {
  const [pageSize, setPageSize] = useState(preferences.pageSize);
  const [wrapLines, setWrapLines] = useState(preferences.wrapLines);
  const [visible, setVisible] = useState(() => visibleNames(columns, preferences));
  const save = () => {
    const known = new Set(columns.map(({ name }) => name));
    const kept = (names: readonly string[]) => names.filter((name) => !known.has(name));
    const names = columns.map(({ name }) => name);
    onSave({
      pageSize,
      wrapLines,
      hidden: [...kept(preferences.hidden), ...names.filter((name) => !visible.has(name))],
      chosen: [...kept(preferences.chosen), ...names.filter((name) => visible.has(name))],
    });
    onClose();
  };
  return (
    <FormDialog title="Preferences" size="large" onSubmit={save} onClose={onClose}>
      <ColumnLayout columns={2} variant="text-grid">
        <SpaceBetween size="m">
          <FormField label="Page size">
            <Select
              selectedOption={{ value: String(pageSize), label: `${String(pageSize)} items` }}
              options={PAGE_SIZES.map((size) => ({
                value: String(size),
                label: `${String(size)} items`,
              }))}
              onChange={({ detail }) => setPageSize(Number(detail.selectedOption.value))}
            />
          </FormField>
          <Toggle checked={wrapLines} onChange={({ detail }) => setWrapLines(detail.checked)}>
            Wrap lines
          </Toggle>
        </SpaceBetween>
        <Switches columns={columns} visible={visible} onChange={setVisible} />
      </ColumnLayout>
    </FormDialog>
  );
}

interface SwitchesProperties {
  readonly columns: readonly GridColumn[];
  readonly visible: ReadonlySet<string>;
  readonly onChange: (visible: Set<string>) => void;
}

function Switches({ columns, visible, onChange }: SwitchesProperties) {
  const [text, setText] = useState("");
  const found = columns.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  const keys = columns.filter(({ isKey }) => isKey);
  const all = (chosen: readonly GridColumn[]) =>
    onChange(new Set([...keys, ...chosen].map(({ name }) => name)));
  const flip = (name: string, isOn: boolean) => {
    const next = new Set(visible);
    if (isOn) next.add(name);
    else next.delete(name);
    onChange(next);
  };
  return (
    <SpaceBetween size="s">
      <Box variant="h3">
        Attributes ({String(visible.size)} of {String(columns.length)})
      </Box>
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={() => all(columns)}>Select all</Button>
        <Button onClick={() => all([])}>Deselect all</Button>
      </SpaceBetween>
      <TextFilter
        filteringText={text}
        filteringPlaceholder="Find attributes"
        filteringAriaLabel="Find attributes"
        onChange={({ detail }) => setText(detail.filteringText)}
      />
      {found.map(({ name, header, isKey }) => (
        <Toggle
          key={name}
          checked={visible.has(name)}
          disabled={isKey}
          onChange={({ detail }) => flip(name, detail.checked)}
        >
          {header}
        </Toggle>
      ))}
    </SpaceBetween>
  );
}
