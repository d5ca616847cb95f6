import * as v from 'valibot'

/** What can be set on a panel, beside its step: a valibot schema with one entry an option, each with its default. */
export type OptionsSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>

/** For a panel that has nothing to set. */
export const noOptions = v.strictObject({})

/**
 * An option that is one of some words.
 *
 * @param words the words allowed
 */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `must be one of ${words.map(word => `"${word}"`).join(', ')}`)
}

/**
 * An option that is a number; in an attribute it may be written as text.
 *
 * @param least the smallest allowed
 * @param most the largest allowed
 */
export function numberFrom(least: number, most: number) {
  const message = `must be a number from ${least} to ${most}`
  return v.pipe(v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+(?:\.\d+)?$/), v.transform(Number))], message), v.minValue(least, message), v.maxValue(most, message))
}

/** As numberFrom, for whole numbers. */
export function wholeNumberFrom(least: number, most: number) {
  return v.pipe(numberFrom(least, most), v.integer(`must be a whole number from ${least} to ${most}`))
}

/**
 * What is wrong with the options given to a panel, a sentence each; empty when all is well.
 *
 * @param panel the panel's name
 * @param schema what can be set
 * @param given the options as written, by their names in the component
 */
export function optionProblems(panel: string, schema: OptionsSchema, given: Record<string, unknown>): string[] {
  return v.safeParse(schema, given).issues?.map((issue) => {
    const option = String(issue.path?.[0]?.key ?? '')
    const known = Object.keys(schema.entries)
    if (!known.includes(option))
      return `${panel} has no option "${option}". It has: ${known.join(', ') || 'none'}.`
    return `${panel}: ${option} ${issue.message}, not ${JSON.stringify(given[option])}.`
  }) ?? []
}

/**
 * The options of a panel, complete.
 *
 * @param panel the panel's name, for the message
 * @param schema what can be set
 * @param given what is set; undefined where it is not
 * @throws {Error} naming the panel, the option, what it is and what it may be
 */
export function readOptions<Schema extends OptionsSchema>(panel: string, schema: Schema, given: Record<string, unknown>): v.InferOutput<Schema> {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const problems = optionProblems(panel, schema, set)
  if (problems.length > 0)
    throw new Error(problems.join(' '))
  return v.parse(schema, set)
}
