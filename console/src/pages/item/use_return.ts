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
  const close = () => void navigate(lastAddress(number, tableAddress) ?? tableAddress);
  return {
    close,
    /** Goes back, and has the query run again, so that the write is seen. */
    closeAfterWrite: () => {
      markStale();
      close();
    },
  };
}
