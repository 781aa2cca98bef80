/** One OpenID Connect provider: its audiences, thumbprints and tags. */

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { DetailPage } from "@/access/detail_page";
import { Tags } from "@/access/tags";
import type { Arn } from "@/access/types";
import { address, linkTo } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { shell } from "@/pages/requests/commands";
import { Audiences } from "./audiences";
import { DeleteProvider } from "./delete_provider";
import { urlOf } from "./provider_words";
import type { Provider } from "./reads";
import { tagsOfProvider, useProvider } from "./reads";
import { Thumbprints } from "./thumbprints";

export default function IdentityProvider() {
  const { arn = "" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const provider = useProvider(arn);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <DetailPage
      title={urlOf(arn)}
      error={provider.error}
      summary={provider.data && summary(arn, provider.data)}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button disabled={!provider.data} onClick={() => setDeleting(true)}>
            Delete
          </Button>
          <Button href={linkTo(region, "create-role")}>Create role</Button>
        </SpaceBetween>
      }
    >
      {provider.data && <Parts arn={arn} provider={provider.data} />}
      {isDeleting && (
        <DeleteProvider
          arn={arn}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(address(region, "identity-providers"))}
        />
      )}
    </DetailPage>
  );
}

function Parts({ arn, provider }: { readonly arn: Arn; readonly provider: Provider }) {
  return (
    <AddressTabs
      base={["identity-providers", arn]}
      tabs={[
        {
          id: "audiences",
          label: "Audiences",
          content: <Audiences arn={arn} clientIds={provider.clientIds} />,
        },
        {
          id: "thumbprints",
          label: "Thumbprints",
          content: <Thumbprints arn={arn} thumbprints={provider.thumbprints} />,
        },
        {
          id: "tags",
          label: "Tags",
          content: (
            <Tags
              of={tagsOfProvider(arn)}
              name={arn}
              command={`aws iam tag-open-id-connect-provider --open-id-connect-provider-arn ${shell(arn)} --tags Key=team,Value=music`}
            />
          ),
        },
      ]}
    />
  );
}

function summary(arn: Arn, { created }: Provider) {
  return [
    { label: "Provider", value: urlOf(arn) },
    { label: "Provider type", value: "OpenID Connect" },
    { label: "Creation time", value: timeText(created) },
    { label: "ARN", value: <Copyable text={arn} what="the ARN" /> },
  ];
}
