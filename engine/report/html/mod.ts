/** The door of the pages: reports and proofs as HTML. */
export { type ProofPage, renderProofPage } from "./proof_page.ts";
export { renderHtml } from "./render_html.ts";
