import './pages/words.ts';

export { type ClaimedAs, claimCards, type Want } from './claim-cards.ts';
export { cardsOf, releaseClaimed, releaseHeld, sellHeld } from './held-cards.ts';
export { jobs, schedules } from './jobs.ts';
export { loopCardOf, loopCards } from './loop/loop-card.ts';
export { cardBySecret, openCards } from './open-cards.ts';
export type { CardText } from './secrets.ts';
export { addStock } from './stock/add-stock.ts';
export { type Forecast, forecast } from './stock/forecast.ts';
export { defineStorySource, noteOnCards, type StoryEvent, storyEvents } from './story.ts';
export { CARD, type CardRow, NEVER_LAPSES } from './tables.ts';
export { voidCards } from './void-cards.ts';
