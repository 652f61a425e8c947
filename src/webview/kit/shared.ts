/** What pages share, in one file instead of one for each pair of pages: a page waits for every file it loads. */
import '../../core/ids.js';
import '../../protocol/form.js';
import '../../messages/fields.js';
import '../form/connectionBar.js';
import './controls.js';
import './controls.js';
