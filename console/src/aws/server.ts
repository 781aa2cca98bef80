/** What the server says about itself without credentials. */

import { useQuery } from "@tanstack/react-query";

export interface Server {
  readonly version: string;
  /** open: every credential is accepted. enforce: signatures are verified, policies decide. */
  readonly authentication: "open" | "enforce";
  /** The id of the account that every server has. */
  readonly account: string;
  /** The Regions that the console offers. The first is the default. */
  readonly regions: readonly string[];
}

interface ServerRead {
  readonly data: Server | undefined;
  readonly error: Error | null;
  readonly tryAgain: () => void;
}

export function useServer(): ServerRead {
  const { data, error, refetch } = useQuery({
    queryKey: ["server"],
    queryFn: async () => {
      const response = await fetch("server.json");
      if (!response.ok) throw new Error(`The server answered ${String(response.status)}.`);
      return (await response.json()) as Server;
    },
    staleTime: Infinity,
  });
  return { data, error, tryAgain: () => void refetch() };
}
