/** The list of identity providers: those of OpenID Connect. */

import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useState } from "react";
import { ListButtons } from "@/access/list_buttons";
import type { Arn } from "@/access/types";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable, single } from "@/parts/list_table";
import { DeleteProvider } from "./delete_provider";
import { urlOf } from "./provider_words";
import type { Provider } from "./reads";
import { PROVIDER, PROVIDERS, useProvider, useProviders } from "./reads";

interface Row {
  readonly arn: Arn;
}

export default function IdentityProviders() {
  const region = useRegion();
  const providers = useProviders();
  const [selectedArn, select] = useState<Arn>();
  const [isDeleting, setDeleting] = useState(false);
  const rows = providers.data?.map((arn): Row => ({ arn }));
  const chosen = rows?.find(({ arn }) => arn === selectedArn);
  const add = (
    <Button variant="primary" href={linkTo(region, "create-identity-provider")}>
      Add provider
    </Button>
  );
  return (
    <>
      <ListTable
        id="identity-providers"
        title="Identity providers"
        noun="identity provider"
        description="Users of a provider get temporary credentials for a role that trusts it."
        items={rows}
        error={providers.error}
        columns={COLUMNS}
        nameOf={({ arn }) => urlOf(arn)}
        selection={single(chosen, (row) => select(row?.arn))}
        actions={
          <ListButtons what="identity providers" operations={[PROVIDERS, PROVIDER]}>
            <Button disabled={chosen === undefined} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {add}
          </ListButtons>
        }
        empty={
          <EmptyList
            text="The account has no identity providers."
            action={add}
            command="aws iam create-open-id-connect-provider --url https://example.com --client-id-list music"
          />
        }
      />
      {isDeleting && chosen && (
        <DeleteProvider
          arn={chosen.arn}
          onClose={() => setDeleting(false)}
          onDeleted={() => select(undefined)}
        />
      )}
    </>
  );
}

function ProviderLink({ arn }: Row) {
  return <Link href={linkTo(useRegion(), "identity-providers", arn)}>{urlOf(arn)}</Link>;
}

interface DescribedProperties {
  readonly arn: Arn;
  readonly show: (provider: Provider) => ReactNode;
}

/** A cell reads its provider itself. So only the providers of the page that is shown are read. */
function Described({ arn, show }: DescribedProperties) {
  const { data } = useProvider(arn);
  return data ? show(data) : "-";
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "provider",
    header: "Provider",
    cell: ProviderLink,
    sortedBy: ({ arn }) => urlOf(arn),
    width: 320,
  },
  { id: "type", header: "Type", cell: () => "OpenID Connect", width: 150 },
  {
    id: "audiences",
    header: "Audiences",
    cell: ({ arn }) => (
      <Described arn={arn} show={({ clientIds }) => clientIds.join(", ") || "-"} />
    ),
    width: 240,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ arn }) => <Described arn={arn} show={({ created }) => timeText(created)} />,
    width: 230,
  },
  { id: "arn", header: "ARN", cell: ({ arn }) => arn, width: 420 },
];
