/** The form that asks what is decided about any request. */

import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ContextRows } from "@/access/context_rows";
import type { Form } from "./explanation";

interface Properties {
  readonly initial: Form;
  readonly isRunning: boolean;
  readonly onAsk: (form: Form) => void;
}

export function QuestionForm({ initial, isRunning, onAsk }: Properties) {
  const [form, setForm] = useState(initial);
  const set = (part: Partial<Form>) => setForm({ ...form, ...part });
  const isReady = form.action.trim() !== "" && form.resource.trim() !== "";
  return (
    <SpaceBetween size="m">
      <FormField
        label="Principal"
        description="The ARN of a user or a role, or user/NAME, role/NAME. Empty: you."
      >
        <Input
          value={form.principal}
          placeholder="user/Anna"
          spellcheck={false}
          onChange={({ detail }) => set({ principal: detail.value })}
        />
      </FormField>
      <FormField label="Action">
        <Input
          value={form.action}
          placeholder="dynamodb:PutItem"
          spellcheck={false}
          onChange={({ detail }) => set({ action: detail.value })}
        />
      </FormField>
      <FormField label="Resource" description="An ARN, the name of a table, or *.">
        <Input
          value={form.resource}
          placeholder="Music"
          spellcheck={false}
          onChange={({ detail }) => set({ resource: detail.value })}
        />
      </FormField>
      <ContextRows rows={form.context} onChange={(context) => set({ context })} />
      <Button disabled={!isReady} loading={isRunning} onClick={() => onAsk(form)}>
        Explain
      </Button>
    </SpaceBetween>
  );
}
