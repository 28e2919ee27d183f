import { useLocation } from "wouter";
import { AlarmBar } from "../alarm/AlarmBar.tsx";
import { LockBar } from "../people/LockBar.tsx";
import { Banners } from "./Banners.tsx";
import { Header } from "./Header.tsx";
import { Notice } from "./Notice.tsx";
import { PageGuard } from "./PageGuard.tsx";
import { PageFocus } from "./pageFocus.ts";
import { Routes } from "./routes.tsx";
import "./shell.css";

/** One window high: header, banners, the page, and below it what is always said. Only the page itself may scroll. */
export function Shell() {
  const [path] = useLocation();
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <PageFocus key={path} />
      <div className="shell-top">
        <Header />
        <AlarmBar />
      </div>
      <Banners />
      <div id="page" className="shell-page" tabIndex={-1}>
        <PageGuard>
          <Routes />
        </PageGuard>
      </div>
      <Notice />
      <LockBar />
    </div>
  );
}
