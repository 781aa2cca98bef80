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
import type { Explanation, Form, Question } from "./explanation";
import { formOf, NEW_FORM, questionOf } from "./explanation";
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
  const [typed, setTyped] = useState<Form>();
  const answer = useRead(
    ["ExplainAccess", question],
    ({ jedlik }) => jedlik.call<Explanation>("ExplainAccess", question ?? {}),
    { enabled: question !== undefined },
  );
  const isAboutMessage = question !== undefined && "Message" in question;
  const explained = answer.data ? formOf(answer.data) : NEW_FORM;
  const ask = (
    <QuestionForm
      // A new explanation of the message fills in the form. After that it stays as it was typed.
      key={typed ? "typed" : explained.action}
      initial={typed ?? explained}
      isRunning={answer.isFetching}
      onAsk={(form) => {
        setTyped(form);
        setQuestion(questionOf(form));
      }}
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
        {isAboutMessage && <Alert type="error">{message}</Alert>}
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
