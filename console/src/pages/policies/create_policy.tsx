/** Creates a managed policy: first the document, then its name. */

import { CreatePolicyCommand } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";
import Wizard from "@cloudscape-design/components/wizard";
import { useState } from "react";
import { useNavigate } from "react-router";
import { jsonFinding, NEW_POLICY } from "@/access/documents";
import { Field } from "@/access/field";
import { PolicyEditor } from "@/access/policy_editor";
import { newTags, TagsField } from "@/access/tags";
import { written } from "@/access/tag_operations";
import { TryPolicy } from "@/access/try_policy";
import { WIZARD_WORDS } from "@/access/wizard_words";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { address } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { CodeEditor } from "@/parts/code_editor";

// Source: IAM User Guide, "IAM and AWS STS quotas".
const LIMIT = 6144;

interface Details {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly TagEditorProps.Tag[];
}

const NO_DETAILS: Details = { name: "", description: "", tags: [] };

export default function CreatePolicy() {
  const region = useRegion();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const [text, setText] = useState(NEW_POLICY);
  const [isTried, setTried] = useState(false);
  const [details, setDetails] = useState(NO_DETAILS);
  const goBack = () => void navigate(address(region, "policies"));
  const create = useWrite(
    ({ iam }) =>
      iam.send(
        new CreatePolicyCommand({
          PolicyName: details.name,
          PolicyDocument: text,
          Description: details.description === "" ? undefined : details.description,
          Tags: written(newTags(details.tags)),
        }),
      ),
    {
      changes: ["ListPolicies"],
      done: () => `Policy ${details.name} created.`,
      onSuccess: goBack,
      showsFailure: true,
    },
  );
  return (
    <Wizard
      i18nStrings={{ ...WIZARD_WORDS, submitButton: "Create policy" }}
      activeStepIndex={step}
      isLoadingNextStep={create.isPending}
      onNavigate={({ detail }) => {
        setTried(true);
        if (jsonFinding(text) === undefined) setStep(detail.requestedStepIndex);
      }}
      onCancel={goBack}
      onSubmit={() => create.mutate(null)}
      steps={[
        {
          title: "Specify permissions",
          errorText: isTried && jsonFinding(text) && "Repair the document first.",
          content: (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">Policy editor</Header>}>
                <PolicyEditor
                  label="Policy document"
                  kind="identity"
                  value={text}
                  onChange={setText}
                  limit={LIMIT}
                  height={400}
                />
              </Container>
              <TryPolicy text={text} />
            </SpaceBetween>
          ),
        },
        {
          title: "Review and create",
          content: (
            <SpaceBetween size="l">
              <PolicyDetails
                details={details}
                set={(part) => setDetails({ ...details, ...part })}
                text={text}
              />
              <Failure of={create.error} />
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

interface DetailsProperties {
  readonly details: Details;
  readonly set: (part: Partial<Details>) => void;
  readonly text: string;
}

function PolicyDetails({ details, set, text }: DetailsProperties) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Policy details</Header>}>
        <SpaceBetween size="m">
          <Field
            label="Policy name"
            value={details.name}
            onChange={(name) => set({ name })}
            constraint="Up to 128 letters, digits and + = , . @ - _"
          />
          <Field
            label="Description - optional"
            value={details.description}
            onChange={(description) => set({ description })}
          />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Document</Header>}>
        <CodeEditor label="Policy document" language="json" value={text} isReadOnly />
      </Container>
      <Container header={<Header variant="h2">Tags - optional</Header>}>
        <TagsField tags={details.tags} onChange={(tags) => set({ tags })} />
      </Container>
    </SpaceBetween>
  );
}
