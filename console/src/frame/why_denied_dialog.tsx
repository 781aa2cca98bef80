/** The content of the dialog "Why denied?". */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { isDenied, serviceError } from "@/aws/errors";
import { useRead } from "@/aws/queries";
import { ExplanationText } from "./explanation_text";
import type { Explanation, Question } from "./explanation";
import { NEW_FORM } from "./explanation";
import { QuestionForm } from "./question_form";
import type { Asked } from "./why_denied";

interface Properties {
  readonly asked: Asked;
  readonly onClose: () => void;
}

export default function WhyDeniedDialog({ asked, onClose }: Properties) {
  const { message } = asked;
  const [question, setQuestion] = useState<Question | undefined>(
    message === undefined ? undefined : { Message: message },
  );
  const answer = useRead(
    ["ExplainAccess", question],
    ({ jedlik }) => jedlik.call<Explanation>("ExplainAccess", question ?? {}),
    { enabled: question !== undefined },
  );
  const form = answer.data
    ? {
        ...NEW_FORM,
        principal: answer.data.Principal,
        action: answer.data.Action,
        resource: answer.data.Resource,
      }
    : NEW_FORM;
  const ask = (
    <QuestionForm
      key={form.principal + form.action + form.resource}
      initial={form}
      isRunning={answer.isFetching}
      onAsk={setQuestion}
    />
  );
  const footer = (
    <Box float="right">
      <Button variant="primary" onClick={onClose}>
        Close
      </Button>
    </Box>
  );
  return (
    <Modal
      visible
      size="large"
      header={message === undefined ? "Explain access" : "Why denied?"}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={footer}
    >
      <SpaceBetween size="m">
        {message !== undefined && <Alert type="error">{message}</Alert>}
        {question !== undefined && answer.isPending && <Spinner />}
        {answer.error && <NoAnswer error={answer.error} />}
        {answer.data && <ExplanationText explanation={answer.data} />}
        {message === undefined ? (
          ask
        ) : (
          <ExpandableSection headerText="Ask about another request">{ask}</ExpandableSection>
        )}
      </SpaceBetween>
    </Modal>
  );
}

/** The explanation was refused. No "Why denied?" here: the answer would be the same. */
function NoAnswer({ error }: { readonly error: Error }) {
  const { name, message } = serviceError(error);
  return (
    <Alert type="warning" header="There is no explanation">
      <strong>{name}</strong>: {message}
      {isDenied({ name, message }) && (
        <div>
          Whoever asks needs the permission jedlik:ExplainAccess for the user or role and for the
          resource, because the answer shows their policies.
        </div>
      )}
    </Alert>
  );
}
