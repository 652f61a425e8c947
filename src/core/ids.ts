import { problem, type Problem } from './problems.js';

/** Exactly five ASCII letters or digits (vendor's page of the PUT: «Pięcioznakowy identyfikator kampanii»). */
export const campaignIdPattern = /^[A-Za-z0-9]{5}$/;
/** 1 to 20 ASCII digits. */
export const customerIdPattern = /^[0-9]{1,20}$/;
/** `status_id`, `dictionary_status_id` and `order`: ASCII digits. */
export const digitsPattern = /^[0-9]{1,20}$/;

/** Excel shows long numbers like `1,23457E+11`; the digits it dropped are gone from the file. */
const scientificPattern = /^\d([.,]\d+)?E\+?\d+$/i;

/** Checks a campaign id; a number that lost its leading zeros is refused with the id it probably was. */
export function checkCampaignId(text: string, field = 'campaignId'): Problem[] {
  const general = checkText(text, field);
  if (general.length > 0) return general;
  if (campaignIdPattern.test(text)) return [];
  if (/^[0-9]{1,4}$/.test(text)) {
    return [problem('campaign-id-zeros-lost', field, { value: text, suggestion: text.padStart(5, '0') })];
  }
  return [problem('campaign-id-shape', field, { value: text })];
}

/** Checks a customer id, which must be the CRM's own: digits, never the integrator's identifier. */
export function checkCustomerId(text: string, field = 'customerId'): Problem[] {
  const general = checkText(text, field);
  if (general.length > 0) return general;
  if (customerIdPattern.test(text)) return [];
  if (scientificPattern.test(text)) return [problem('customer-id-scientific', field, { value: text })];
  return [problem('customer-id-shape', field, { value: text })];
}

/** True for the same whole number, whatever its leading zeros: `08` and `8` name one status. */
export function sameNumber(one: string, other: string): boolean {
  const bare = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
  return digitsPattern.test(one) && digitsPattern.test(other) ? bare(one) === bare(other) : one === other;
}

/** What holds for every text of the API: not empty, and real Unicode. */
export function checkText(text: string, field: string): Problem[] {
  if (text === '') return [problem('blank', field)];
  if (!isWellFormed(text)) return [problem('lone-surrogate', field)];
  return [];
}

/** False for text with half of a surrogate pair, which has no UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
