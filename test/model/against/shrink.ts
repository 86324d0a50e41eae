/** Makes a failing world small, so that a person can read it. */

/**
 * Takes pieces out of plain data, or halves, for as long as what is left still fails. `keep`: what may not be taken
 * away is for `fails` to say, which answers false for data that is not a world any more.
 */
export function shrink<Data>(data: Data, fails: (data: Data) => boolean): Data {
  let smallest = data;
  for (let found = true; found; ) {
    found = false;
    for (const smaller of smallerThan(smallest)) {
      if (!fails(smaller as Data)) continue;
      smallest = smaller as Data;
      found = true;
      break;
    }
  }
  return smallest;
}

/** The data with one piece less, big pieces first. */
function* smallerThan(data: unknown): Generator<unknown> {
  if (Array.isArray(data)) {
    for (const [at] of data.entries()) yield data.toSpliced(at, 1);
    if (data.length === 1 && typeof data[0] !== "object") yield data[0];
    for (const [at, item] of data.entries())
      for (const smaller of smallerThan(item)) yield data.with(at, smaller);
  } else if (typeof data === "object" && data !== null) {
    const entries = Object.entries(data);
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
    for (const [name, value] of entries)
      for (const smaller of smallerThan(value)) yield { ...data, [name]: smaller };
  }
}
