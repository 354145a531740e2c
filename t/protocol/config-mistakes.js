// SPDX-License-Identifier: Apache-2.0
// Wrong configurations: the base of config-base.js with one line changed.
//
//   good, bad   the line as it stands in the base, and what stands there instead ('' for nothing)
//   wrong       what the message says is wrong
//   right       what it says would be right
//   at          text of the line that the message names; by default the first line of `bad`

const row = (good, bad, wrong, right, at) => ({ good, bad, wrong, right, at: at ?? bad.split('\n')[0] });

const BASE_URL = 'LTIZoomBaseURL https://tools.example.edu/zoom';
const SECRET = 'LTIZoomSecret file:secret';
const KEY = 'LTIZoomKey tool.pem';
const CACHE = 'LTIZoomCache shmcb:run/lti-zoom(8388608)';
const ACCOUNT = '<LTIZoomAccount main>';
const ACCOUNT_END = '</LTIZoomAccount>';
const PLATFORM = '<LTIZoomPlatform canvas>';
const PLATFORM_END = '</LTIZoomPlatform>';
const ISSUER = 'LTIZoomIssuer https://canvas.example.edu';
const CONSUMER = 'LTIZoomConsumer history file:consumer-secret';
const USE = 'LTIZoomUseAccount main';

const another = (name, content) => `${PLATFORM_END}\n<LTIZoomPlatform ${name}>\n${content}\n${PLATFORM_END}`;
const moodle = another('moodle', `LTIZoomConsumer geography file:consumer-secret
LTIZoomUseAccount mian`);

export const mistakes = [
  // the address
  row(BASE_URL, 'LTIZoomBaseURL http://tools.example.edu/zoom', /must start with https/, /https:\/\/tools/),
  row(BASE_URL, 'LTIZoomBaseURL http://localhost/zoom', /is http/, /LTIZoomInsecureLoopback On/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/zoom/', /normal form/,
    /write 'https:\/\/tools\.example\.edu\/zoom'/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/', /normal form/,
    /write 'https:\/\/tools\.example\.edu'/),
  row(BASE_URL, 'LTIZoomBaseURL https://Tools.Example.edu:443/zoom', /normal form/,
    /write 'https:\/\/tools\.example\.edu\/zoom'/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/zoom?x=1', /query/, /plain path/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/zoom#top', /fragment/, /plain path/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/a//b', /empty segment/, /plain path/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/a/../b', /segment '\.' or '\.\.'/, /plain path/),
  row(BASE_URL, 'LTIZoomBaseURL https://tools.example.edu/z%6fom', /a character in its path/, /plain path/),
  row(BASE_URL, 'LTIZoomBaseURL https://admin:hush@tools.example.edu/zoom',
    /'\.\.\.' must not hold a user name or password/, /https:\/\/tools/),
  row(BASE_URL, 'LTIZoomBaseURL', /has no value/, /https:\/\/tools/, 'LTIZoomBaseURL'),
  row(BASE_URL, 'LTIZoomBaseURL ""', /must start with https/, /https:\/\/tools/),
  row(BASE_URL, `${BASE_URL} https://other.example.edu/zoom`, /takes one value, not 2/, /https:\/\/tools/),
  row(BASE_URL, `${BASE_URL}\nLTIZoomBaseURL https://b.example.edu`, /second time/,
    /keep one, the first is in \$ROOT\/httpd\.conf:\d+/, 'https://b.example.edu'),
  row(BASE_URL, '', /LTIZoomBaseURL is missing/, /LTIZoomBaseURL https:\/\//, SECRET),
  row(BASE_URL, 'LTIZoomBaseURL https://${NOWHERE}/zoom', /uses \$\{NOWHERE\}, which nothing defines/,
    /Define NOWHERE/),

  // secrets and keys
  row(SECRET, '', /no LTIZoomSecret/, /LTIZoomSecret file:/, BASE_URL),
  row(SECRET, 'LTIZoomSecret', /has no value/, /file:\/path/, 'LTIZoomSecret'),
  row(SECRET, 'LTIZoomSecret file:', /names no file/, /file:\/path/),
  row(SECRET, 'LTIZoomSecret exec:', /names no program/, /exec:\/path/),
  row(SECRET, 'LTIZoomSecret ""', /is empty/, /file:\/path/),
  row(SECRET, 'LTIZoomSecret file:absent', /\$ROOT\/absent cannot be opened: No such file/, /file:\/path/),
  row(SECRET, 'LTIZoomSecret file:data', /\$ROOT\/data is no regular file/, /file:\/path/),
  row(SECRET, 'LTIZoomSecret file:tiny-secret', /gives 20 bytes/, /at least 32 random/),
  row(SECRET, 'LTIZoomSecret file:secret file:tiny-secret', /tiny-secret gives 20 bytes/, /at least 32/),
  row(SECRET, 'LTIZoomSecret file:empty-secret', /is empty/, /file:\/path/),
  row(SECRET, 'LTIZoomSecret file:binary-secret', /binary data/, /openssl rand -base64/),
  row(SECRET, 'LTIZoomSecret file:large-secret', /larger than 65536 bytes/, /file:\/path/),
  row(SECRET, 'LTIZoomSecret exec:absent', /absent cannot be run/, /exec:\/path/),
  row(SECRET, 'LTIZoomSecret exec:failing', /ended with exit status 3/, /exec:\/path/),
  row(SECRET, 'LTIZoomSecret exec:silent', /is empty/, /exec:\/path/),
  row(SECRET, 'LTIZoomSecret exec:chatty', /prints more than 65536 bytes/, /exec:\/path/),
  row(SECRET, 'LTIZoomSecret exec:endless', /did not end within 10 seconds/, /exec:\/path/),
  row(SECRET, 'LTIZoomSecret "${NO SUCH"', /contains '\$\{'/, /a value without it/),
  row('LTIZoomClientSecret file:zoom-secret', 'LTIZoomClientSecret file:absent',
    /LTIZoomClientSecret: file:\$ROOT\/absent cannot be opened/, /file:\/path/),
  row('LTIZoomClientSecret file:zoom-secret', 'LTIZoomClientSecret file:zoom-secret file:secret',
    /takes one value, not 2/, /file:\/path/),
  row('LTIZoomWebhookSecret exec:printer webhook', 'LTIZoomWebhookSecret exec:printer nothing',
    /LTIZoomWebhookSecret: exec:\$ROOT\/printer is empty/, /exec:\/path/),
  row(KEY, '', /no LTIZoomKey/, /LTIZoomKey .*openssl genpkey/, BASE_URL),
  row(KEY, 'LTIZoomKey absent.pem', /absent\.pem cannot be opened/, /PEM/),
  row(KEY, 'LTIZoomKey weak.pem', /2048 to 8192 bits/, /rsa_keygen_bits:2048/),
  row(KEY, 'LTIZoomKey ec.pem', /not an RSA key/, /rsa_keygen_bits:2048/),
  row(KEY, 'LTIZoomKey locked.pem', /encrypted/, /unencrypted RSA/),
  row(KEY, 'LTIZoomKey tool.pem ca.pem', /ca\.pem cannot be used: no private key/, /rsa_keygen_bits:2048/),

  // what stands around the module
  row(CACHE, 'LTIZoomCache shmbc:lti-zoom(8388608)', /'shmbc', which no loaded module offers \(loaded: shmcb\)/,
    /socache_shmbc_module .*or one that is loaded/),
  row(CACHE, 'LTIZoomCache redis:localhost:6379', /'redis', which no loaded module/, /LoadModule socache_redis_module/),
  row(CACHE, 'LTIZoomCache shmcb:run/lti-zoom(12)', /shmcb:run\/lti-zoom\(12\)': /, /shmcb:lti-zoom\(8388608\)/),
  row(CACHE, 'LTIZoomCache :8388608', /provider's name/, /mod_socache provider/),
  row('LTIZoomAssets htdocs', 'LTIZoomAssets absent', /\$ROOT\/absent' is no directory/, /directory of the pages/),
  row('LTIZoomCAFile ca.pem', 'LTIZoomCAFile absent.pem', /no certificate/, /PEM file with certificates/),
  row('LTIZoomCAFile ca.pem', 'LTIZoomCAFile tool.pem', /no certificate/, /PEM file with certificates/),
  row('DBDriver sqlite3', '', /no DBDriver/, /DBDriver sqlite3/, BASE_URL),
  row('DBDriver sqlite3', 'DBDriver odbc', /DBDriver|DBD/, /sqlite3 or pgsql|driver/i),
  row('DBDParams data/lti-zoom.db', '', /no DBDParams/, /DBDParams \/var/, BASE_URL),

  // numbers and words
  row('LTIZoomInsecureLoopback Off', 'LTIZoomInsecureLoopback maybe', /neither On nor Off/, /On or Off/),
  row('LTIZoomClockLeeway 60', 'LTIZoomClockLeeway 301', /not between 0 and 300 seconds/, /0 to 300/),
  row('LTIZoomClockLeeway 60', 'LTIZoomClockLeeway 6m', /not between 0 and 300 seconds/, /60 or 2m/),
  row('LTIZoomClockLeeway 60', 'LTIZoomClockLeeway soon', /is not a time/, /60 or 2m/),
  row('LTIZoomClockLeeway 60', 'LTIZoomClockLeeway -1', /is not a time/, /60 or 2m/),
  row('LTIZoomTrustedAudience https://analytics.example.edu', 'LTIZoomTrustedAudience "a b"', /contains a space/,
    /audiences/),
  row('LTIZoomHostRoles Instructor Instructor#TeachingAssistant', 'LTIZoomHostRoles Teacher!',
    /no context role/, /Instructor#TeachingAssistant/),
  row('LTIZoomHostRoles Instructor Instructor#TeachingAssistant',
    'LTIZoomHostRoles http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor', /is a URI/,
    /write its last part \('Instructor'\)/),
  row('LTIZoomFreshness auto', 'LTIZoomFreshness sometimes', /is not a time/, /auto/),
  row('LTIZoomFreshness auto', 'LTIZoomFreshness 0', /not between 1 and 86400/, /auto/),
  row('LTIZoomSessionLifetime 8h', 'LTIZoomSessionLifetime 8d', /not between 60 and 604800/, /1 minute to 7 days/),
  row('LTIZoomSessionLifetime 8h', 'LTIZoomSessionLifetime 8 h', /takes one value, not 2/, /8h or 28800/),
  row('LTIZoomSessionLifetime 8h', 'LTIZoomSessionLifetime 99999999999d', /is not a time/, /8h or 28800/),
  row('LTIZoomTimeout 8', 'LTIZoomTimeout 61', /not between 1 and 60/, /1 to 60 seconds/),
  row('LTIZoomTimeout 8', 'LTIZoomTimeout 0', /not between 1 and 60/, /1 to 60 seconds/),
  row('LTIZoomBodyLimit 262144', 'LTIZoomBodyLimit 256k', /not a whole number/, /16384 to 16777216/),
  row('LTIZoomBodyLimit 262144', 'LTIZoomBodyLimit 100', /not between 16384/, /16384 to 16777216/),

  // accounts
  row('LTIZoomAccountID account-1', '', /<LTIZoomAccount main> lacks LTIZoomAccountID;/, /App Credentials/, ACCOUNT),
  row('LTIZoomClientSecret file:zoom-secret', '', /lacks LTIZoomClientSecret;/, /App Credentials/, ACCOUNT),
  row('LTIZoomAccountID account-1', 'LTIZoomAccountID "account 1"', /contains a space/, /Account ID that Zoom shows/),
  row('LTIZoomClientID client-1', 'LTIZoomClientID ""', /is empty/, /Client ID that Zoom shows/),
  row('LTIZoomAPIBase https://api.zoom.us/v2', 'LTIZoomAPIBase https://api.zoom.us/v2/', /ends with a slash/,
    /write 'https:\/\/api\.zoom\.us\/v2'/),
  row('LTIZoomAPIBase https://api.zoom.us/v2', 'LTIZoomAPIBase http://127.0.0.1:8000/v2', /is http/,
    /LTIZoomInsecureLoopback On/),
  row('LTIZoomOAuthBase https://zoom.us', 'LTIZoomOAuthBase zoom.us', /must start with https/, /https:\/\/zoom\.us/),
  row('LTIZoomPlan business', 'LTIZoomPlan education', /no plan/, /education and enterprise accounts: business/),
  row('LTIZoomBudget 50', 'LTIZoomBudget 0', /not between 1 and 100/, /from 1 to 100/),
  row('LTIZoomBudget 50', 'LTIZoomBudget 101', /not between 1 and 100/, /from 1 to 100/),
  row('LTIZoomBudget 50', 'LTIZoomBudget 50%', /not a whole number/, /from 1 to 100/),
  row('LTIZoomDomains example.edu students.example.edu', 'LTIZoomDomains ada@example.edu', /contains @/,
    /write the part behind it \('example\.edu'\)/),
  row('LTIZoomDomains example.edu students.example.edu', 'LTIZoomDomains Example.edu', /lower case/,
    /write 'example\.edu'/),
  row('LTIZoomDomains example.edu students.example.edu', 'LTIZoomDomains example', /no domain name/,
    /students\.example\.edu/),
  row('LTIZoomDomains example.edu students.example.edu', 'LTIZoomDomains example..edu', /no domain name/,
    /students\.example\.edu/),

  // platforms
  row(ISSUER, '', /<LTIZoomPlatform canvas> lacks LTIZoomIssuer;/, /what the LMS shows/, PLATFORM),
  row('LTIZoomAuthURL https://canvas.example.edu/auth\n  LTIZoomTokenURL https://canvas.example.edu/token\n'
    + '  LTIZoomKeysURL https://canvas.example.edu/jwks', '', /lacks LTIZoomAuthURL, LTIZoomKeysURL;/,
  /what the LMS shows/, PLATFORM),
  row(ISSUER, 'LTIZoomIssuer https://canvas.example.edu?x=1', /query/, /letter by letter/),
  row(ISSUER, 'LTIZoomIssuer canvas.example.edu', /must start with https/, /https:\/\/lms/),
  row('LTIZoomKeysURL https://canvas.example.edu/jwks', 'LTIZoomKeysURL http://canvas.example.edu/jwks',
    /must start with https/, /public keyset URL/),
  row('LTIZoomTokenURL https://canvas.example.edu/token', 'LTIZoomTokenURL http://127.0.0.1/token', /is http/,
    /LTIZoomInsecureLoopback On/),
  row('LTIZoomDeployments auto', 'LTIZoomDeployments 1 auto', /mixes auto/, /auto alone/),
  row(CONSUMER, 'LTIZoomConsumer history', /no secret for the key 'history'/, /a consumer key, then file:/),
  row(CONSUMER, 'LTIZoomConsumer', /has no value/, /a consumer key, then file:/),
  row(CONSUMER, `${CONSUMER} file:secret`, /several secrets for the key 'history'/, /a consumer key, then/),
  row(CONSUMER, `${CONSUMER}\n  LTIZoomConsumer history file:secret`, /'history' for the second time/,
    /one line for each key/, 'LTIZoomConsumer history file:secret'),
  row(PLATFORM_END, another('twin', `${ISSUER}\nLTIZoomPlatformClientID 10000000000042
LTIZoomAuthURL https://canvas.example.edu/auth\nLTIZoomKeysURL https://canvas.example.edu/jwks`),
  /has the LTIZoomIssuer and the LTIZoomPlatformClientID of <LTIZoomPlatform canvas>/, /one section for the two/,
  '<LTIZoomPlatform twin>'),
  row(PLATFORM_END, another('twin', 'LTIZoomConsumer history file:secret'),
    /key 'history', which <LTIZoomPlatform canvas> .* has too/, /a key of its own/,
    'LTIZoomConsumer history file:secret'),
  row(PLATFORM_END, another('bare', USE), /<LTIZoomPlatform bare> describes no platform/, /LTIZoomConsumer/,
    '<LTIZoomPlatform bare>'),
  row(PLATFORM_END, moodle, /names account 'mian', which no <LTIZoomAccount> section defines/, /one of: main/,
    'LTIZoomUseAccount mian'),
  row(USE, `${PLATFORM_END}
<LTIZoomAccount law>
LTIZoomAccountID account-2\nLTIZoomClientID client-2\nLTIZoomClientSecret file:zoom-secret
${ACCOUNT_END}
<LTIZoomPlatform law>
LTIZoomConsumer law file:consumer-secret`, /<LTIZoomPlatform law> does not say which Zoom account/,
  /LTIZoomUseAccount with one of: main, law/, '<LTIZoomPlatform law>'),

  // sections
  row(ACCOUNT, '<LTIZoomAccount "the main one">', /a character that a name cannot have/, /<LTIZoomAccount main>/),
  row(ACCOUNT, '<LTIZoomAccount>', /does not have 1 to 64 characters/, /<LTIZoomAccount main>/),
  row(ACCOUNT, `<LTIZoomAccount ${'x'.repeat(65)}>`, /does not have 1 to 64 characters/, /<LTIZoomAccount main>/),
  row(ACCOUNT, '<LTIZoomAccount main other>', /followed by something else/, /<LTIZoomAccount main>/),
  row(ACCOUNT, '<LTIZoomAccount ${NAME}>', /uses \$\{NAME\}, which nothing defines/, /Define NAME/),
  row(ACCOUNT, '<LTIZoomAccount main', /lacks its '>'/, /<LTIZoomAccount name>/),
  row(PLATFORM_END, another('canvas', CONSUMER), /<LTIZoomPlatform canvas> stands here for the second time/,
    /another name, the first is in \$ROOT\/httpd\.conf:\d+/, `${PLATFORM_END}\n<LTIZoomPlatform canvas>`),
  row(ACCOUNT_END, '', /expected <\/LTIZoomAccount>|was not closed/, /LTIZoomAccount>/, PLATFORM_END),
  row(ACCOUNT_END, `${PLATFORM}\n${PLATFORM_END}\n${ACCOUNT_END}`, /stands inside <LTIZoomAccount main>/,
    /close that one first/, PLATFORM),
  row('LTIZoomBudget 50', 'LTIZoomTimeout 9', /LTIZoomTimeout does not belong into <LTIZoomAccount main>/,
    /write it outside/),
  row('LTIZoomTimeout 8', 'LTIZoomBudget 51', /stands outside its section/, /between <LTIZoomAccount name> and/),
  row('LTIZoomBudget 50', 'LTIZoomIssuer https://x.example.edu', /stands outside its section/,
    /between <LTIZoomPlatform name> and/),
  row('LTIZoomBudget 50', 'Require all granted', /Require does not belong into <LTIZoomAccount main>/, /outside/),
  row('LTIZoomBudget 50', '<Location /x>\n</Location>', /<Location> does not belong into/, /outside/),
  row('LTIZoomBudget 50', 'LTIZoomBugdet 50', /Invalid command 'LTIZoomBugdet'/, /perhaps misspelled/),
  row('LTIZoomTimeout 8', '<Location /zoom>\nLTIZoomTimeout 7\n</Location>', /LTIZoomTimeout/, /not allowed/,
    'LTIZoomTimeout 7'),
];
