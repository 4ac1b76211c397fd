// The part of html-validate.min.js that is ours; README.md says how the two are
// joined.
import { HtmlValidate, StaticConfigLoader } from "html-validate/browser";

const checker = new HtmlValidate(new StaticConfigLoader({
	extends: ["html-validate:standard"],
	rules: {
		// How markup is written, not what it says; the templates' generator writes it.
		"attr-quotes": "off",
		"doctype-style": "off",
		"no-trailing-whitespace": "off",
		// Stricter than the standard: the pages' security policy forbids them.
		"no-inline-style": "error",
	},
}));

// errors lists what is wrong with a page as "line:column rule: message".
export async function errors(html) {
	const report = await checker.validateString(html);
	return report.results.flatMap(r => r.messages).map(m => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}
