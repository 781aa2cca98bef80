/** Creates a role in three steps: trusted entity, permissions, name and review. */

import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { useState } from "react";
import { useNavigate } from "react-router";
import { BoundaryField } from "@/access/boundary_field";
import { PolicyChoice } from "@/access/policy_choice";
import { showFailures } from "@/access/show_failures";
import { newTags } from "@/access/tags";
import type { Arn } from "@/access/types";
import { WIZARD_WORDS } from "@/access/wizard_words";
import { useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import type { NewRole } from "./create_role_requests";
import { createRole } from "./create_role_requests";
import type { RoleNames } from "./name_step";
import { NameStep } from "./name_step";
import { NEW_TRUST, trustText } from "./trust_form";
import { TrustStep } from "./trust_step";

const NO_NAMES: RoleNames = { name: "", description: "", tags: [] };

export default function CreateRole() {
  const region = useRegion();
  const navigate = useNavigate();
  const { accountId } = useSession();
  const [step, setStep] = useState(0);
  const [trust, setTrust] = useState(NEW_TRUST);
  const [policies, setPolicies] = useState<Arn[]>([]);
  const [boundary, setBoundary] = useState<Arn>();
  const [names, setNames] = useState(NO_NAMES);
  const [isTried, setTried] = useState(false);
  const document = trustText(trust, accountId);
  const create = useWrite(({ iam }, role: NewRole) => createRole(iam, role), {
    changes: ["ListRoles", "ListPolicies", "ListInstanceProfiles"],
    done: ({ name }) => <Created name={name} href={linkTo(region, "roles", name)} />,
    onSuccess: (failures) => {
      showFailures(failures);
      void navigate(address(region, "roles"));
    },
    showsFailure: true,
  });
  return (
    <Wizard
      i18nStrings={{ ...WIZARD_WORDS, submitButton: "Create role" }}
      activeStepIndex={step}
      isLoadingNextStep={create.isPending}
      onNavigate={({ detail }) => {
        setTried(true);
        if (document !== undefined) setStep(detail.requestedStepIndex);
      }}
      onCancel={() => void navigate(address(region, "roles"))}
      onSubmit={() =>
        create.mutate({
          ...names,
          tags: newTags(names.tags),
          trust: document ?? "",
          policies,
          boundary,
        })
      }
      steps={[
        {
          title: "Select trusted entity",
          errorText: isTried && document === undefined && "Say completely whom the role trusts.",
          content: <TrustStep trust={trust} set={(part) => setTrust({ ...trust, ...part })} />,
        },
        {
          title: "Add permissions",
          content: (
            <SpaceBetween size="l">
              <PolicyChoice chosen={policies} onChange={setPolicies} />
              <ExpandableSection
                variant="container"
                headerText="Set permissions boundary - optional"
              >
                <BoundaryField value={boundary} onChange={setBoundary} />
              </ExpandableSection>
            </SpaceBetween>
          ),
        },
        {
          title: "Name, review, and create",
          content: (
            <NameStep
              names={names}
              set={(part) => setNames({ ...names, ...part })}
              trust={document ?? ""}
              policies={policies}
              boundary={boundary}
              error={create.error}
              onEdit={setStep}
            />
          ),
        },
      ]}
    />
  );
}

function Created({ name, href }: { readonly name: string; readonly href: string }) {
  return (
    <>
      Role {name} created.{" "}
      <Link color="inverted" href={href}>
        View role
      </Link>
    </>
  );
}
