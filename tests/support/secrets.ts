/** The search for credentials in everything that a run leaves: its states, plans, logs, and what it prints. */

/**
 * Throws when a secret stands in a text.
 *
 * @param texts each after the place that it is from
 */
export function searchFor(secrets: readonly string[], texts: Iterable<readonly [place: string, text: string]>) {
  for (const [place, text] of texts) {
    if (secrets.some((secret) => text.includes(secret))) throw new Error(`A credential stands in ${place}.`);
  }
}
