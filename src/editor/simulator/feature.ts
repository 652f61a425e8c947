/** The simulator's commands and trees and the explanation of requests, one piece of code: many small ones would pack badly and load one by one. */
import '../shared.js';
export * from '../explain/explainCommand.js';
export * from '../gateway/windowGateway.js';
export * from './simulatorState.js';
export * from './simulatorCommands.js';
export * from './faults.js';
export * from './windowSimulator.js';
export * from './openRequest.js';
export * from './requestsTree.js';
export * from './seeding.js';
