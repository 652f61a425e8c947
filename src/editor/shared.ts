/**
 * The code that every feature stands on, and updating one record, which is most of it. esbuild writes a file for each
 * set of features that reach the same modules; as each feature imports this one, there is one file for all of it
 * instead of dozens, which an extension host would resolve, read and link one by one.
 */
import './services.js';
import './update/feature.js';
import './requestFiles/registerRequestFiles.js';
import './words.js';
