// ---- time: what is left of the time that something was given, in seconds and in words ----

/** Seconds that a step has used: those kept in `spent` by step, and those since it runs (`since`, in ms; null: it rests). */
const spentOn = ({ spent, step, since }) => (spent.get(step) || 0) + (since === null ? 0 : (Date.now() - since) / 1000);

/** Seconds that are left of `minutes`; below 0 it is over time. */
const leftOf = (room) => Math.round(room.minutes * 60 - spentOn(room));

/** Time in words; to the minute where motion is to be reduced, or where it is spoken. */
function timeSaid(left, rough) {
  const seconds = Math.abs(left);
  const minutes = Math.floor(seconds / 60);
  const exact = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  const words = rough ? (minutes ? `${minutes} minute${minutes === 1 ? "" : "s"}` : "less than a minute") : exact;
  return `${words} ${left < 0 ? "over time" : "left"}`;
}
