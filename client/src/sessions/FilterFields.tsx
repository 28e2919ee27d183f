import { ROUTES, Route } from "@watchroom/shared/session";
import { Select } from "../settings/Select.tsx";
import type { Kind } from "./sessionWords.ts";
import "./filter.css";

const ROUTE_OPTIONS = [
  { value: "all", label: "All routes" },
  ...Route.options.map((route) => ({ value: route, label: ROUTES[route].label })),
] as const;
const KIND_OPTIONS = [
  { value: "all", label: "All patients" },
  { value: "real", label: "Real only" },
  { value: "simulated", label: "Simulated only" },
] as const;

type FieldProps<Value> = { readonly value: Value; readonly onChange: (value: Value) => void };

export const RouteField = (props: FieldProps<Route | "all">) => (
  <Select label="Route" options={ROUTE_OPTIONS} {...props} />
);

export const PatientsField = (props: FieldProps<Kind>) => <Select label="Patients" options={KIND_OPTIONS} {...props} />;
