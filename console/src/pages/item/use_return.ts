/** The way back from an item to the items of its table. */

import { useNavigate } from "react-router";
import { address } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { lastAddress, markStale } from "../explore/memory";

export function useReturn(name: string) {
  const navigate = useNavigate();
  const tableAddress = address(useRegion(), "explore", name);
  const { number } = useSession();
  const last = lastAddress(number, tableAddress);
  const target = last ?? tableAddress;
  const close = () => void navigate(target);
  return {
    close,
    /** Has the query that the user ran before run again when he goes back, so that the write is seen. */
    noteWrite: () => {
      if (last !== undefined) markStale(last);
    },
    closeAfterWrite: () => {
      markStale(target);
      close();
    },
  };
}
