/** Why there is nothing to listen with. "insecure": the page came by plain http, where browsers give no microphone. */
export type NoMicrophone = "insecure" | "refused" | "noMicrophone";

/** Asks the person for the microphone, with nothing that would take the station's own sound out of what it hears. */
export async function openMicrophone(): Promise<MediaStream | NoMicrophone> {
  if (!isSecureContext || navigator.mediaDevices === undefined) return "insecure";
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (error) {
    return error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "noMicrophone";
  }
}

export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
