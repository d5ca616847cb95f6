import type { VNode } from 'vue'
import type { FromWindow } from '../stage/window/windowMessages'
import { getCurrentInstance, h, render } from 'vue'
import { useLiveChannel } from '../components/live/windowHub'
import BlankScreen from '../stage/window/BlankScreen.vue'
import FollowBar from '../stage/window/FollowBar.vue'
import { useFollower } from '../stage/window/follower'
import { openLink } from '../stage/window/link'
import { openSharedRun } from '../stage/window/sharedRun'
import { useSpeaker } from '../stage/window/speaker'
import { thisSpeaker } from '../stage/window/thisWindow'
import { STAGE_EVENT } from '../stage/window/windowMessages'
import { slidevWindow } from './stageWindow'

/** Makes this window a window of the talk, on the laptop that runs `npm run present`. Only inside `setup`. */
export function joinAsSpeaker(hot: NonNullable<ImportMeta['hot']>): void {
  // Not crypto.randomUUID: it is there on https and localhost only.
  const client = Array.from(crypto.getRandomValues(new Uint32Array(3)), part => part.toString(36).padStart(7, '0')).join('-')
  const deck = slidevWindow()
  const speaker = useSpeaker(deck, openLink({
    post: (message: FromWindow) => hot.send(STAGE_EVENT, message),
    listen: listener => hot.on(STAGE_EVENT, listener),
  }, client), client)
  thisSpeaker.value = speaker
  // The speaker goes on seeing the slide.
  mountBeside(() => h(BlankScreen, { isBlank: speaker.isBlank.value && !deck.isPresenter.value }))
}

/** Makes this window follow the talk, on the site that `npm run present` serves to the room. Only inside `setup`. */
export function joinAsFollower(): void {
  const shared = openSharedRun()
  useLiveChannel(shared.channel)
  const follower = useFollower(slidevWindow(), `${import.meta.env.BASE_URL}follow`, (run) => {
    document.documentElement.classList.toggle('shows-run-of-talk', run !== undefined)
    shared.show(run)
  })
  mountBeside(() => h(FollowBar, { follower }))
}

/** Draws something beside the slides, over the whole window, in the app of the slides: Slidev expects that of components. */
function mountBeside(draw: () => VNode): void {
  const place = document.createElement('div')
  document.body.append(place)
  const node = h({ render: draw })
  node.appContext = getCurrentInstance()!.appContext
  render(node, place)
}
