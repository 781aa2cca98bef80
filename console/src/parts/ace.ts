/** The editor ace, set up for the content security policy: style sheets are files, no worker. */

import ace from "ace-builds/src-noconflict/ace";
import "ace-builds/css/ace.css";
import "ace-builds/css/theme/cloud_editor.css";
import "ace-builds/css/theme/cloud_editor_dark.css";
import "ace-builds/src-noconflict/ext-language_tools";
import "ace-builds/src-noconflict/ext-searchbox";
import "ace-builds/src-noconflict/mode-json";
import "ace-builds/src-noconflict/mode-sql";
import "ace-builds/src-noconflict/snippets/json";
import "ace-builds/src-noconflict/snippets/sql";
import "ace-builds/src-noconflict/theme-cloud_editor";
import "ace-builds/src-noconflict/theme-cloud_editor_dark";

ace.config.set("useStrictCSP", true);
ace.config.set("loadWorkerFromBlob", false);
ace.config.set("basePath", "/console/");

export default ace;
