import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

/** Around a table that is wider than its page on a phone: it scrolls sideways then, by keyboard too. */
export function TableFrame({ children }: { readonly children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const frame = ref.current;
    if (frame === null) return;
    const look = new ResizeObserver(() => setScrolls(frame.scrollWidth > frame.clientWidth));
    look.observe(frame);
    if (frame.firstElementChild !== null) look.observe(frame.firstElementChild);
    return () => look.disconnect();
  }, []);
  const reachable = scrolls ? { tabIndex: 0, role: "region", "aria-label": "Table, scrolls sideways" } : {};
  return (
    <div ref={ref} className="table-frame" {...reachable}>
      {children}
    </div>
  );
}
