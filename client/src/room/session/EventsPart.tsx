import { EVENTS, EventId, eventText, oxygenSince } from "@watchroom/shared/event";
import type { SessionView } from "@watchroom/shared/session";
import { useState } from "react";
import { useMe, useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { Field } from "../../people/Field.tsx";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { lastName } from "../../wall/alarmWords.ts";
import { timeOfDay, timeOfDayExact } from "../../wall/duration.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { minutesFrom } from "../trendSeries.ts";
import { AgoChoice, useAgo } from "./Ago.tsx";
import { StandbyPlaces } from "./StandbyBar.tsx";
import "./events.css";

type EventsPartProps = { readonly room: LiveRoom; readonly session: SessionView };

const CHOICES = [0, 1, 2, 5, 10] as const;
const DETAIL_LENGTH_MAX = 120;

/** What happened or was done: one tap, and a detail where one helps. */
export function EventsPart({ room, session }: EventsPartProps) {
  const { send, sending, failure } = useSending();
  const ago = useAgo();
  const [asked, setAsked] = useState<EventId | null>(null);
  const isBarred = whyNot("recordEvent", useMe(), room) !== null;
  const oxygen = oxygenSince(session.events);
  const isIdle = (event: EventId): boolean => event === "oxygenOff" && oxygen === null;
  const ask = (event: EventId): void => {
    if (EVENTS[event].asks !== null) setAsked(event);
    else if (!isIdle(event)) void record(event, null);
  };
  const record = async (event: EventId, detail: string | null): Promise<void> => {
    if (sending) return;
    const reply = await send("recordEvent", { roomId: room.roomId, event, detail, at: ago.at() });
    if (!reply.ok) return;
    ago.choose(0);
    setAsked(null);
  };
  return (
    <section className="sessionPart" aria-labelledby="eventsTitle">
      <div className="row">
        <h2 id="eventsTitle">Events</h2>
        {oxygen !== null && <b>Oxygen since {timeOfDay(oxygen)}</b>}
        <span className="grow" />
        <AgoChoice ago={ago} legend="Happened" choices={CHOICES} />
      </div>
      <StandbyPlaces room={room} />
      <div className="eventButtons">
        {EventId.options.map((event) => (
          <button
            key={event}
            type="button"
            className="button"
            disabled={isBarred}
            // Not "disabled": the button that ended the oxygen would lose the focus to nobody.
            aria-disabled={sending || isIdle(event) || undefined}
            data-idle={isIdle(event) || undefined}
            onClick={() => ask(event)}
          >
            {EVENTS[event].label}
            {EVENTS[event].asks !== null && " …"}
          </button>
        ))}
      </div>
      <p role="status" className="problem">
        {asked === null && failure}
      </p>
      <EventList session={session} />
      {asked !== null && (
        <EventDialog
          event={asked}
          isBusy={sending}
          failure={failure}
          onRecord={(detail) => void record(asked, detail)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

type EventDialogProps = {
  readonly event: EventId;
  readonly isBusy: boolean;
  readonly failure: string | null;
  readonly onRecord: (detail: string | null) => void;
  readonly onClose: () => void;
};

/** The detail may be left out: the event and its time count first. */
function EventDialog({ event, isBusy, failure, onRecord, onClose }: EventDialogProps) {
  const [detail, setDetail] = useState("");
  const { label, asks } = EVENTS[event];
  return (
    <FormDialog
      title={label}
      description="It is recorded with your name. The detail may be left empty."
      action={`Record ${label.toLowerCase()}`}
      isBusy={isBusy}
      failure={failure}
      onSubmit={() => onRecord(detail.trim() === "" ? null : detail.trim())}
      onClose={onClose}
    >
      <span className="gloves" />
      <Field
        label={asks ?? "Detail"}
        maxLength={DETAIL_LENGTH_MAX}
        autoComplete="off"
        value={detail}
        onChange={setDetail}
      />
    </FormDialog>
  );
}

/** Newest first, with the minute from the first dose. */
function EventList({ session: { events, doseAt } }: Pick<EventsPartProps, "session">) {
  if (events.length === 0) return null;
  return (
    <ul className="eventList" aria-label="Events so far">
      {events.toReversed().map((event) => (
        <li key={`${event.at} ${event.event}`}>
          <span className="dim">
            {timeOfDayExact(event.at)}
            {doseAt !== null && ` ${minutesFrom(doseAt, event.at)} min`}
          </span>
          <b>{eventText(event)}</b>
          <span className="dim">{lastName(event.by)}</span>
        </li>
      ))}
    </ul>
  );
}
