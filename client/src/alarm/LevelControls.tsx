import { type ReactNode, useId } from "react";
import { useSound, useSoundState } from "./soundContext.ts";

const percentOf = (volume: number): number => Math.round(volume * 100);

/** How loud this station is: the level in force, or with `all` both levels and the hours of the night. */
export function LevelControls({ all }: { readonly all: boolean }) {
  const { time } = useSoundState();
  return (
    <>
      {(all || time === "day") && <DayLevel />}
      {all ? <NightHours /> : time === "night" && <NightLevel />}
    </>
  );
}

function DayLevel() {
  const sound = useSound();
  const { volume, floor } = useSoundState();
  return (
    <Level label="Volume" volume={volume} onChange={sound.setVolume}>
      <p className="hint">Not below {percentOf(floor)} %, so that alarms are heard.</p>
    </Level>
  );
}

function NightLevel() {
  const sound = useSound();
  const { night, time } = useSoundState();
  return (
    <Level label="Night level" volume={night.volume} onChange={(volume) => sound.setNight({ ...night, volume })}>
      <p className="hint">{hintOf(night.from === night.to, time)}</p>
    </Level>
  );
}

function NightHours() {
  const sound = useSound();
  const { night } = useSoundState();
  return (
    <fieldset className="field night">
      <legend>Night</legend>
      <label className="choice">
        <input
          type="checkbox"
          checked={night.isOn}
          onChange={(event) => sound.setNight({ ...night, isOn: event.target.checked })}
        />
        Another volume at night
      </label>
      {night.isOn && (
        <>
          <div className="row">
            <Time label="From" value={night.from} onChange={(from) => sound.setNight({ ...night, from })} />
            <Time label="To" value={night.to} onChange={(to) => sound.setNight({ ...night, to })} />
          </div>
          <NightLevel />
        </>
      )}
    </fieldset>
  );
}

function hintOf(isNever: boolean, time: "day" | "night"): string {
  if (isNever) return "Both hours are the same: it is never night.";
  return time === "night"
    ? "It is night now: this level is in force."
    : "It is day now. The hours are this station's own.";
}

type LevelProps = {
  readonly label: string;
  readonly volume: number;
  readonly onChange: (volume: number) => void;
  readonly children: ReactNode;
};

function Level({ label, volume, onChange, children }: LevelProps) {
  const { floor } = useSoundState();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} <output htmlFor={id}>{percentOf(Math.max(volume, floor))} %</output>
      </label>
      <input
        id={id}
        type="range"
        min={percentOf(floor)}
        max={100}
        step={5}
        value={percentOf(Math.max(volume, floor))}
        onChange={(event) => onChange(Number(event.target.value) / 100)}
      />
      {children}
    </div>
  );
}

type TimeProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

function Time({ label, value, onChange }: TimeProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {/* A time that is half typed is empty: what was in force stays in force. */}
      <input
        id={id}
        type="time"
        className="input"
        value={value}
        onChange={(event) => event.target.value !== "" && onChange(event.target.value)}
      />
    </div>
  );
}
