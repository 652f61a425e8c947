/** The simulator's commands and trees and the explanation of requests, one piece of code: many small ones would pack badly and load one by one. */
import '../shared.js';
export * from '../explain/command.js';
export * from '../explain/history.js';
export * from './clock.js';
export * from './commands.js';
export * from './editRecord.js';
export * from './faults.js';
export * from './following.js';
export * from './openRequest.js';
export * from './requests.js';
export * from './requestsTree.js';
export * from './seedFromSystem.js';
export * from './seeding.js';
export * from './windowSimulator.js';
export * from './switches.js';
