/* Searches the index of the dossier in the browser. */
"use strict";
