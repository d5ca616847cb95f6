/*
Browsers claim to be one another, see https://developer.mozilla.org/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent.
The first that fits is meant, so that who claims to be most is asked for first.
*/

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:OPR|OPT)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const DEVICES: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * What the speaker calls a phone: "Safari on iPhone". It is made of our own words alone, because the header may say anything.
 *
 * @param userAgent the header User-Agent, if there was one
 */
export function deviceName(userAgent = ''): string {
  const browser = nameIn(BROWSERS, userAgent) ?? 'A browser'
  const device = nameIn(DEVICES, userAgent)
  return device ? `${browser} on ${device}` : browser
}

function nameIn(names: readonly (readonly [RegExp, string])[], userAgent: string): string | undefined {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1]
}
