/** The capacity calculator: what a load needs. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { countText } from "@/parts/amounts";
import type { Load } from "./calculator";
import { readUnits, writeUnits } from "./calculator";

const READ = [
  { value: "eventual", label: "Eventually consistent" },
  { value: "strong", label: "Strongly consistent" },
  { value: "transactional", label: "Transactional" },
] as const;
const WRITE = [
  { value: "standard", label: "Standard" },
  { value: "transactional", label: "Transactional" },
] as const;

interface Typed extends Pick<Load, "readConsistency" | "writeConsistency"> {
  readonly itemSize: string;
  readonly readsPerSecond: string;
  readonly writesPerSecond: string;
}

const START: Typed = {
  itemSize: "1",
  readsPerSecond: "1",
  writesPerSecond: "1",
  readConsistency: "eventual",
  writeConsistency: "standard",
};

interface Properties {
  /** Takes the result over into the form. Absent: there is nothing to take it over into. */
  readonly onUse?: ((units: { read: number; write: number }) => void) | undefined;
}

export function CalculatorSection({ onUse }: Properties) {
  const [typed, setTyped] = useState(START);
  const load = loadOf(typed);
  const units = load && { read: readUnits(load), write: writeUnits(load) };
  return (
    <ExpandableSection variant="container" headerText="Capacity calculator">
      <SpaceBetween size="m">
        <ColumnLayout columns={3} minColumnWidth={200}>
          <NumberField
            label="Average item size (KB)"
            typed={typed}
            member="itemSize"
            onChange={setTyped}
          />
          <NumberField
            label="Item reads per second"
            typed={typed}
            member="readsPerSecond"
            onChange={setTyped}
          />
          <NumberField
            label="Item writes per second"
            typed={typed}
            member="writesPerSecond"
            onChange={setTyped}
          />
          <FormField label="Read consistency">
            <Select
              selectedOption={READ.find(({ value }) => value === typed.readConsistency) ?? null}
              options={READ}
              onChange={({ detail }) => {
                const chosen = READ.find(({ value }) => value === detail.selectedOption.value);
                if (chosen) setTyped({ ...typed, readConsistency: chosen.value });
              }}
            />
          </FormField>
          <FormField label="Write consistency">
            <Select
              selectedOption={WRITE.find(({ value }) => value === typed.writeConsistency) ?? null}
              options={WRITE}
              onChange={({ detail }) => {
                const chosen = WRITE.find(({ value }) => value === detail.selectedOption.value);
                if (chosen) setTyped({ ...typed, writeConsistency: chosen.value });
              }}
            />
          </FormField>
        </ColumnLayout>
        <Result units={units} />
        {onUse && units && (
          <Button formAction="none" onClick={() => onUse(units)}>
            Use these units
          </Button>
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Result({ units }: { readonly units: { read: number; write: number } | undefined }) {
  if (units === undefined) return <Box>Type numbers in all fields.</Box>;
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: "Read capacity units", value: countText(units.read) },
        { label: "Write capacity units", value: countText(units.write) },
      ]}
    />
  );
}

interface NumberProperties {
  readonly label: string;
  readonly typed: Typed;
  readonly member: "itemSize" | "readsPerSecond" | "writesPerSecond";
  readonly onChange: (typed: Typed) => void;
}

function NumberField({ label, typed, member, onChange }: NumberProperties) {
  return (
    <FormField label={label}>
      <Input
        value={typed[member]}
        inputMode="decimal"
        onChange={({ detail }) => onChange({ ...typed, [member]: detail.value })}
      />
    </FormField>
  );
}

function loadOf(typed: Typed): Load | undefined {
  const texts = [typed.itemSize, typed.readsPerSecond, typed.writesPerSecond];
  const [itemSize, readsPerSecond, writesPerSecond] = texts.map((text) =>
    text.trim() === "" ? NaN : Number(text),
  );
  const numbers = [itemSize, readsPerSecond, writesPerSecond];
  if (itemSize === undefined || readsPerSecond === undefined || writesPerSecond === undefined) {
    return undefined;
  }
  if (numbers.some((number) => !Number.isFinite(number) || Number(number) < 0)) return undefined;
  return { ...typed, itemSize, readsPerSecond, writesPerSecond };
}
