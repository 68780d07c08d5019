// Checks templates with the rule packs AwsSolutions and Serverless. A finding must be explained in explained.json, and every explanation must still be needed.
// Usage: node check.mjs FOLDER-WITH-TEMPLATES. Exit code 1 on a finding that is not explained, or on an explanation without a finding.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

const folder = process.argv[2];
const names = readdirSync(folder).filter((f) => f.endsWith('.template.json'));
if (names.length === 0) throw new Error(`No templates in ${folder}.`);

const outdir = mkdtempSync(join(tmpdir(), 'sluice-policy-'));
const app = new App({ outdir, analyticsReporting: false });
for (const name of names) new CfnInclude(new Stack(app, name.replace('.template.json', '')), 'T', { templateFile: join(folder, name) });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

const print = console.error;
console.error = () => {}; // the packs' own report, told below in fewer words
const write = process.stderr.write;
process.stderr.write = () => true;
try {
  app.synth();
} catch {
  // a finding ends synthesis; the report tells which
}
console.error = print;
process.stderr.write = write;
process.exitCode = 0; // set by the packs; ours is below

const explained = JSON.parse(readFileSync(new URL('explained.json', import.meta.url)));
const matchers = explained.map((e) => ({ ...e, pattern: new RegExp(`^(?:${e.resource})$`), used: 0 }));
const bad = [];
let findings = 0;
for (const pack of JSON.parse(readFileSync(join(outdir, 'validation-report.json'))).pluginReports) {
  for (const violation of pack.violations) {
    for (const construct of violation.violatingConstructs) {
      findings++;
      const resource = construct.constructPath.replace('/T/', '/');
      const match = matchers.find((m) => violation.ruleName.startsWith(m.rule) && m.pattern.test(resource));
      if (match) match.used++;
      else bad.push(`${resource}: ${violation.ruleName}: ${violation.description}`);
    }
  }
}
rmSync(outdir, { recursive: true });
const unneeded = matchers.filter((m) => m.used === 0).map((m) => `${m.rule} for ${m.resource}: nothing is found there any more; remove the explanation.`);
for (const line of [...bad, ...unneeded]) console.log(line);
console.log(`${names.length} templates, ${findings} findings, ${findings - bad.length} explained, ${bad.length} not explained, ${unneeded.length} explanations not needed`);
process.exit(bad.length + unneeded.length > 0 ? 1 : 0);
