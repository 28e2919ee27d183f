import { Link, useSearch } from "wouter";
import { useMe } from "../live/hooks.ts";
import { ListPart } from "./ListPart.tsx";
import { LoadPart } from "./LoadPart.tsx";
import { useEpisodes } from "./reviewQueries.ts";
import { askedOf, filterOf, TAB_LABELS, TABS, type Tab, tabPath } from "./reviewWords.ts";
import "../sessions/tabs.css";
import "./review.css";
import "./paper.css";

/** Every alarm after the fact: what awaits a physician, all of them, and how many they are. */
export function AlarmsPage({ part }: { readonly part: string }) {
  const tab = TABS.find((one) => one === part) ?? "queue";
  const search = useSearch();
  const { role } = useMe();
  const mayAsk = role === "physician" || role === "administrator";
  return (
    <main className="page alarmsPage">
      <div className="row">
        <h1>Alarms</h1>
        <span className="grow" />
        {mayAsk && (
          <Link href="/what-if" className="button">
            What if other limits?
          </Link>
        )}
      </div>
      <Tabs tab={tab} search={search} />
      {tab === "load" ? <LoadPart filter={filterOf(search)} /> : <ListPart key={tab} tab={tab} search={search} />}
    </main>
  );
}

function Tabs({ tab, search }: { readonly tab: Tab; readonly search: string }) {
  const waiting = useEpisodes(askedOf("queue", filterOf(""), 0)).data?.pages[0]?.count ?? 0;
  return (
    <nav className="pageTabs" aria-label="Alarms">
      {TABS.map((one) => (
        <Link
          key={one}
          href={`${tabPath(one)}${search === "" || one === "queue" ? "" : `?${search}`}`}
          aria-current={one === tab ? "page" : undefined}
        >
          {TAB_LABELS[one]}
          {one === "queue" && waiting > 0 && (
            <span className="tabCount">
              {waiting}
              <span className="unseen"> waiting</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
