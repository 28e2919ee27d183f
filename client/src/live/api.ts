import { ErrorBody } from "@watchroom/shared/http";

/** The server said no, or could not be reached. `message` is a sentence for people, `status` 0 when there was no answer. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** All that the server answered, for who expects more than the sentence; null when it cannot be read. */
  readonly body: unknown;
  constructor(status: number, code: string, message: string, body: unknown = null) {
    super(message);
    this.name = "ApiFailure";
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** What a shared schema can do; the client has no need of the rest. */
type Schema<T> = { safeParse(json: unknown): { success: true; data: T } | { success: false } };
type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** One call of the REST API. Throws `ApiFailure` only. Without a schema the answer's body is not looked at. */
export async function callApi(method: Method, path: string, body?: unknown): Promise<unknown> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(path, {
      method,
      credentials: "same-origin",
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    text = await answer.text();
  } catch {
    throw new ApiFailure(0, "no-connection", "The server cannot be reached. Check the network, then try again.");
  }
  const json = parsed(text);
  if (answer.ok) return json;
  const failure = ErrorBody.safeParse(json);
  if (failure.success) throw new ApiFailure(answer.status, failure.data.code, failure.data.message, json);
  throw new ApiFailure(answer.status, "unknown", `The server answered ${answer.status}. Try again in a moment.`);
}

/** GET, checked against a shared schema. Throws `ApiFailure` only. */
export async function getJson<T>(path: string, schema: Schema<T>): Promise<T> {
  return checked(schema, await callApi("GET", path));
}

/** The answer as its schema has it. Throws `ApiFailure` when it is something else. */
export function checked<T>(schema: Schema<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new ApiFailure(200, "bad-answer", "The server's answer could not be read. Reload this page.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // An empty or foreign body: the status alone decides.
  }
}
