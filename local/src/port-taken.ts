// Names the one start-up failure a person can fix by choosing another port.

/** Thrown when the port a part was told to use is taken by another program. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
}
