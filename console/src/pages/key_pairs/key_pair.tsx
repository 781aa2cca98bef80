/** One key pair: its public key and its tags. */

import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { DetailPage } from "@/access/detail_page";
import { Ec2Tags } from "@/access/ec2_tags";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { DeleteKeyPair } from "./delete_key_pair";
import { useKeyPair } from "./reads";

export default function KeyPair() {
  const { id = "" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const pair = useKeyPair(id);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <DetailPage
      title={`Key pair ${pair.data?.KeyName ?? id}`}
      error={pair.error}
      summary={pair.data && summary(pair.data)}
      actions={
        <Button disabled={!pair.data} onClick={() => setDeleting(true)}>
          Delete
        </Button>
      }
    >
      {pair.data && (
        <AddressTabs
          base={["key-pairs", id]}
          tabs={[
            { id: "key", label: "Public key", content: <PublicKey text={pair.data.PublicKey} /> },
            { id: "tags", label: "Tags", content: <Ec2Tags id={id} /> },
          ]}
        />
      )}
      {isDeleting && pair.data && (
        <DeleteKeyPair
          pair={pair.data}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(address(region, "key-pairs"))}
        />
      )}
    </DetailPage>
  );
}

function PublicKey({ text = "" }: { readonly text: string | undefined }) {
  return (
    <Container header={<Header variant="h2">Public key</Header>}>
      <Box>
        <Copyable text={text} what="the public key" isCode />
      </Box>
    </Container>
  );
}

function summary(pair: KeyPairInfo) {
  return [
    { label: "ID", value: <Copyable text={pair.KeyPairId ?? ""} what="the ID" /> },
    { label: "Type", value: pair.KeyType ?? "-" },
    { label: "Created", value: timeText(pair.CreateTime) },
    { label: "Fingerprint", value: pair.KeyFingerprint ?? "-" },
  ];
}
