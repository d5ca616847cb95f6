import type { PanelSpec } from '../components/panels'
import { camelize } from 'vue'
import { parse } from 'vue/compiler-sfc'
import { optionProblems } from '../components/panels/panelOptions'

/** A slide as it is written. */
export interface WrittenSlide {
  /** From 1. */
  no: number
  frontmatter: Record<string, unknown>
  /** Its Markdown, without the frontmatter. */
  content: string
}

/** Values that an attribute can have without anything being run; undefined for an expression. */
type Literal = string | number | boolean | null | undefined

/**
 * What a slide asks of a panel that the panel does not have, a sentence each, with the slide's number: a step that it
 * cannot draw, an option misspelt or out of bounds. Expressions that are only known when the slide is shown are left to
 * the panel itself.
 *
 * @param slide the slide
 * @param panels the panels there are, by their tag
 */
export function panelProblems(slide: WrittenSlide, panels: Record<string, PanelSpec>): string[] {
  return panelTags(slide.content, Object.keys(panels)).flatMap(({ tag, attributes }) => {
    const { steps, options } = panels[tag]!
    const { step, ...written } = attributes
    const given = { ...slide.frontmatter.panel as object | undefined, ...written }
    const asked = [
      ...Object.keys(slide.frontmatter.steps ?? {}),
      ...(typeof step === 'string' ? [step] : []),
    ]
    return [
      ...asked.filter(name => !steps.includes(name)).map(name => `${tag} has no step "${name}". It has: ${steps.join(', ')}.`),
      ...optionProblems(tag, options, given),
    ].map(problem => `Slide ${slide.no}: ${problem}`)
  })
}

/** The panels placed on a slide, with those of their attributes whose value is written there. */
function panelTags(content: string, tags: string[]): { tag: string, attributes: Record<string, Literal> }[] {
  const opening = new RegExp(`<(?:${tags.join('|')})\\b(?:[^>"']|"[^"]*"|'[^']*')*>`, 'g')
  return [...content.matchAll(opening)].flatMap(([text]) => {
    const node = parse(`<template>${text.replace(/\/?>$/, '/>')}</template>`).descriptor.template?.ast?.children[0]
    if (!node || !('props' in node))
      return []
    const attributes = node.props.map((prop): [string, Literal] => {
      if ('value' in prop)
        return [camelize(prop.name), prop.value?.content ?? true]
      const { arg, exp } = prop
      const name = arg && 'content' in arg ? String(arg.content) : ''
      return [camelize(name), exp && 'content' in exp ? literal(String(exp.content)) : undefined]
    })
    return [{ tag: node.tag, attributes: Object.fromEntries(attributes.filter(([name, value]) => name !== '' && value !== undefined)) }]
  })
}

/** The value of an expression that is a number, a text, true or false. */
function literal(expression: string): Literal {
  try {
    const value: unknown = JSON.parse(expression.replace(/^'(.*)'$/, '"$1"'))
    return typeof value === 'object' ? undefined : value as Literal
  }
  catch {
    return undefined
  }
}
