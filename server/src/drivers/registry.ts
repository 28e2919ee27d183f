import type { DeviceIdentity, Driver, DriverHost, RunningDriver } from "./driver.ts";
import { httpDriver } from "./http/driver.ts";
import { createIntake, type IntakeParts } from "./intake.ts";
import { socketDriver } from "./socket/driver.ts";

/** Every way in, one line each. */
const DRIVERS: readonly Driver[] = [httpDriver, socketDriver];

/** Starts every way in behind one intake, so that a device's limits hold over all of them together. */
export function startDrivers<Identity extends DeviceIdentity>(
  host: DriverHost,
  parts: IntakeParts<Identity>,
): RunningDriver {
  const intake = createIntake(parts);
  const running = DRIVERS.map((driver) => driver.start(host, intake));
  return {
    recheck() {
      for (const driver of running) driver.recheck();
    },
    measure(deviceId) {
      for (const driver of running) driver.measure(deviceId);
    },
    stop() {
      for (const driver of running) driver.stop();
    },
  };
}
