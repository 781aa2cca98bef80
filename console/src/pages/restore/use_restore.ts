/** Sends a restore, then goes to the list of tables, which shows how the new table becomes active. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { useNavigate } from "react-router";
import type { Clients } from "@/aws/clients";
import { useClients, useReadAgain, useWrite } from "@/aws/queries";
import { address } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { watchCreation } from "@/pages/create_table/watch_table";

interface Answer {
  readonly TableDescription?: TableDescription | undefined;
}

export function useRestore<Input>(
  name: string,
  send: (clients: Clients, input: Input) => Promise<Answer>,
) {
  const region = useRegion();
  const clients = useClients();
  const readAgain = useReadAgain();
  const navigate = useNavigate();
  return useWrite(send, {
    changes: ["ListTables", "DescribeTable"],
    showsFailure: true,
    onSuccess: () => {
      void navigate(address(region, "tables"));
      void watchCreation(clients, name, "restored").then(() =>
        readAgain("ListTables", "DescribeTable"),
      );
    },
  });
}
