// SPDX-License-Identifier: Apache-2.0
// Wrong configurations: the base of config-base.js with one line changed, as {good, bad, wrong,
// right, at}:
//
//   good, bad   the line as it stands in the base, and what stands there instead ('' for nothing)
//   wrong       what the message says is wrong
//   right       what it says would be right
//   at          text of the line that the message names; by default the first line of `bad`

/** The mistakes that can be made with one line: rows of [bad, wrong, right, at]. */
function instead(good, usual, rows) {
  return rows.map(([bad, wrong, right = usual, at = bad.split('\n')[0]]) => (
    { good, bad, wrong, right, at }));
}

const BASE_URL = 'LTIZoomBaseURL https://tools.example.edu/zoom';
const SECRET = 'LTIZoomSecret file:secret';
const ACCOUNT = '<LTIZoomAccount main>';
const ACCOUNT_END = '</LTIZoomAccount>';
const PLATFORM = '<LTIZoomPlatform canvas>';
const PLATFORM_END = '</LTIZoomPlatform>';
const ISSUER = 'LTIZoomIssuer https://canvas.example.edu';
const CONSUMER = 'LTIZoomConsumer history file:consumer-secret';
const USE = 'LTIZoomUseAccount main';

const another = (name, ...content) => (
  [PLATFORM_END, `<LTIZoomPlatform ${name}>`, ...content, PLATFORM_END].join('\n'));

const server = [
  instead(BASE_URL, /https:\/\/tools\.example\.edu\/zoom/, [
    ['LTIZoomBaseURL http://tools.example.edu/zoom', /must start with https/],
    ['LTIZoomBaseURL http://localhost/zoom', /is http/, /LTIZoomInsecureLoopback On/],
    ['LTIZoomBaseURL ""', /must start with https/],
    ['LTIZoomBaseURL', /has no value/],
    [`${BASE_URL} https://b.example.edu`, /takes one value, not 2/],
    [`${BASE_URL}\nLTIZoomBaseURL https://b.example.edu`, /second time/,
      /keep one, the first is in \$ROOT\/httpd\.conf:\d+/, 'LTIZoomBaseURL https://b.example.edu'],
    ['', /LTIZoomBaseURL is missing/, /LTIZoomBaseURL https:\/\//, SECRET],
    ['LTIZoomBaseURL https://${NOWHERE}/zoom', /uses \$\{NOWHERE\}, which nothing defines/,
      /Define NOWHERE/],
    ['LTIZoomBaseURL https://admin:hush@tools.example.edu/zoom',
      /'\.\.\.' must not hold a user name or password/],
  ]),
  instead(BASE_URL, /write 'https:\/\/tools\.example\.edu\/zoom'/, [
    ['LTIZoomBaseURL https://tools.example.edu/zoom/', /normal form/],
    ['LTIZoomBaseURL https://Tools.Example.edu:443/zoom', /normal form/],
    ['LTIZoomBaseURL https://tools.example.edu/', /normal form/,
      /write 'https:\/\/tools\.example\.edu'/],
  ]),
  instead(BASE_URL, /a plain path/, [
    ['LTIZoomBaseURL https://tools.example.edu/zoom?x=1', /query/],
    ['LTIZoomBaseURL https://tools.example.edu/zoom#top', /fragment/],
    ['LTIZoomBaseURL https://tools.example.edu/a//b', /empty segment/],
    ['LTIZoomBaseURL https://tools.example.edu/a/../b', /segment '\.' or '\.\.'/],
    ['LTIZoomBaseURL https://tools.example.edu/z%6fom', /a character in its path/],
  ]),
  instead('LTIZoomInsecureLoopback Off', /On or Off/, [
    ['LTIZoomInsecureLoopback maybe', /neither On nor Off/],
  ]),
  instead('LTIZoomClockLeeway 60', /0 to 300 seconds, 60 or 2m/, [
    ['LTIZoomClockLeeway 301', /not between 0 and 300 seconds/],
    ['LTIZoomClockLeeway 6m', /not between 0 and 300 seconds/],
    ['LTIZoomClockLeeway soon', /is not a time/],
    ['LTIZoomClockLeeway -1', /is not a time/],
  ]),
  instead('LTIZoomTrustedAudience https://analytics.example.edu', /audiences/, [
    ['LTIZoomTrustedAudience "a b"', /contains a space/],
  ]),
  instead('LTIZoomHostRoles Instructor Instructor#TeachingAssistant', /Instructor#Teaching/, [
    ['LTIZoomHostRoles Teacher!', /no context role/],
    ['LTIZoomHostRoles Teacher', /'Teacher' is no context role/],
    ['LTIZoomHostRoles ""', /no context role/],
    ['LTIZoomHostRoles Instructor instructor#TeachingAssistant',
      /is not how LTI writes it; write 'Instructor#TeachingAssistant'/],
    ['LTIZoomHostRoles http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
      /is a URI/, /write its last part \('Instructor'\)/],
  ]),
  instead('LTIZoomFreshness auto', /auto, or 1 second/, [
    ['LTIZoomFreshness sometimes', /is not a time/],
    ['LTIZoomFreshness 0', /not between 1 and 86400/],
  ]),
  instead('LTIZoomSessionLifetime 8h', /1 minute to 7 days, 8h or 28800/, [
    ['LTIZoomSessionLifetime 8d', /not between 60 and 604800/],
    ['LTIZoomSessionLifetime 8 h', /takes one value, not 2/],
    ['LTIZoomSessionLifetime 99999999999d', /is not a time/],
  ]),
  instead('LTIZoomSessionIdle 2h', /0 \(idle sessions do not end\), or up to 7 days/, [
    ['LTIZoomSessionIdle 8d', /not between 0 and 604800/],
    ['LTIZoomSessionIdle never', /is not a time/],
  ]),
  instead('LTIZoomAdministratorsHost Off', /On or Off/, [
    ['LTIZoomAdministratorsHost Instructor', /neither On nor Off/],
  ]),
  instead('LTIZoomJoinLead 15m', /off \(Join is always open\)/, [
    ['LTIZoomJoinLead early', /is not a time/],
    ['LTIZoomJoinLead 8d', /not between 0 and 604800/],
    ['LTIZoomJoinLead', /has no value/],
  ]),
  instead('LTIZoomMeetingDefault duration 90', /a whole number of them/, [
    ['LTIZoomMeetingDefault duration 0', /its value is not between 1 and 1440/],
    ['LTIZoomMeetingDefault duration 1h', /its value is not between 1 and 1440/],
  ]),
  instead('LTIZoomMeetingDefault duration 90', /right would be one of/, [
    ['LTIZoomMeetingDefault topic Lecture', /meetings have no such option/, /one of duration, /],
    ['LTIZoomMeetingDefault colour blue', /meetings have no such option/, /waiting_room, use_pmi/],
    ['LTIZoomMeetingDefault audio thirdParty', /none of both\|telephony\|voip/],
    ['LTIZoomMeetingDefault jbh_time 7', /none of 0\|5\|10\|15/],
    ['LTIZoomMeetingDefault host_video maybe', /neither on nor off/],
  ]),
  instead('LTIZoomMeetingDefault duration 90', /an option of meetings and its value/, [
    ['LTIZoomMeetingDefault duration', /takes a name and one value, not 1 words/],
    ['LTIZoomMeetingDefault duration 90 minutes', /takes a name and one value, not 3 words/],
  ]),
  instead('LTIZoomMeetingDefault duration 90', /one line for each name/, [
    ['LTIZoomMeetingDefault Mute_Upon_Entry off', /meetings have no such option/, /one of/],
    ['LTIZoomMeetingDefault mute_upon_entry on', /second time what 'mute_upon_entry' is/],
  ]),
  instead('LTIZoomMeetingLock waiting_room on', /lock one of the two/, [
    ['LTIZoomMeetingLock waiting_room on\nLTIZoomMeetingLock join_before_host on',
      /exclude each other/],
  ]),
  instead('LTIZoomMeetingLock waiting_room on', /an option of meetings and its value/, [
    ['LTIZoomMeetingLock', /takes a name and one value, not 0 words/],
  ]),
  instead('LTIZoomMeetingLock waiting_room on', /one of the two/, [
    ['LTIZoomMeetingLock waiting_room 1', /neither on nor off/],
  ]),
  instead('LTIZoomTrackingField Platform {platform}', /text with \{course_id\}/, [
    ['LTIZoomTrackingField Platform {lms}', /uses \{lms\}, which does not exist/],
    ['LTIZoomTrackingField Platform {platform', /'\{' without its '\}'/],
  ]),
  instead('LTIZoomTrackingField Platform {platform}', /Course \{course_label\}/, [
    ['LTIZoomTrackingField Platform', /takes a name and one value, not 1 words/],
    ['LTIZoomTrackingField "" {platform}', /has a label/],
  ]),
  instead('LTIZoomAlternativeHosts instructors', /none or instructors/, [
    ['LTIZoomAlternativeHosts all', /neither none nor instructors/],
    ['LTIZoomAlternativeHosts', /has no value/],
  ]),
  instead('LTIZoomStatus local', /local, on or off/, [
    ['LTIZoomStatus', /has no value/],
    ['LTIZoomStatus campus', /is none of local, on and off/],
    ['LTIZoomStatus local on', /takes one value, not 2/],
  ]),
  instead('LTIZoomBackground On', /On or Off/, [
    ['LTIZoomBackground', /has no value/],
    ['LTIZoomBackground 30', /is neither On nor Off/],
  ]),
  instead('LTIZoomJoinEarly On', /On or Off/, [
    ['LTIZoomJoinEarly', /has no value/],
    ['LTIZoomJoinEarly later', /neither On nor Off|is not/],
  ]),
  instead('LTIZoomStudentsHost Off', /On or Off/, [
    ['LTIZoomStudentsHost', /has no value/],
    ['LTIZoomStudentsHost On Off', /takes one value, not 2/],
  ]),
  instead('LTIZoomTimeout 8', /4 to 60 seconds/, [
    ['LTIZoomTimeout 61', /not between 4 and 60/],
    ['LTIZoomTimeout 3', /not between 4 and 60/],
  ]),
  instead('LTIZoomConcurrency auto', /auto, or a whole number from 1 to 1000/, [
    ['LTIZoomConcurrency many', /not a whole number/],
    ['LTIZoomConcurrency 0', /not between 1 and 1000/],
    ['LTIZoomConcurrency 1001', /not between 1 and 1000/],
    ['LTIZoomConcurrency 4 8', /takes one value, not 2/],
  ]),
  instead('LTIZoomProxy http://proxy.example.edu:3128', /http:\/\/proxy\.example\.edu:3128/, [
    ['LTIZoomProxy proxy.example.edu:3128', /does not start with http/],
    ['LTIZoomProxy https://proxy.example.edu:3128', /does not start with http/],
    ['LTIZoomProxy socks5://proxy.example.edu:1080', /does not start with http/],
    ['LTIZoomProxy http://proxy.example.edu', /not a host with a port/],
    ['LTIZoomProxy http://proxy.example.edu:3128/', /not a host with a port/],
    ['LTIZoomProxy http://proxy.example.edu:0', /not a host with a port/],
    ['LTIZoomProxy http://proxy.example.edu:65536', /not a host with a port/],
    ['LTIZoomProxy http://:3128', /not a host with a port/],
    ['LTIZoomProxy http://[::1:3128', /not a host with a port/],
    ['LTIZoomProxy http://me:hush@proxy.example.edu:3128',
      /'\.\.\.' must not hold a user name or password/],
  ]),
  instead('LTIZoomNoProxy lms.example.edu example.org', /names of hosts or domains/, [
    ['LTIZoomNoProxy', /has no value/],
    ['LTIZoomNoProxy https://lms.example.edu', /no domain name/],
    ['LTIZoomNoProxy *.example.edu', /no domain name/],
    ['LTIZoomNoProxy LMS.example.edu', /not in lower case/],
  ]),
  instead('LTIZoomBodyLimit 262144', /16384 to 16777216 bytes/, [
    ['LTIZoomBodyLimit 256k', /not a whole number/],
    ['LTIZoomBodyLimit 100', /not between 16384/],
  ]),
];

const secrets = [
  instead(SECRET, /file:\/path, exec:\/path/, [
    ['', /no LTIZoomSecret/, /LTIZoomSecret file:/, BASE_URL],
    ['LTIZoomSecret', /has no value/],
    ['LTIZoomSecret file:', /names no file/],
    ['LTIZoomSecret exec:', /names no program/],
    ['LTIZoomSecret file:secret ""', /is empty/],
    ['LTIZoomSecret file:absent', /\$ROOT\/absent cannot be opened: No such file/],
    ['LTIZoomSecret file:data', /\$ROOT\/data is no regular file/],
    ['LTIZoomSecret file:empty-secret', /is empty/],
    ['LTIZoomSecret file:binary-secret', /binary data/, /openssl rand -base64/],
    ['LTIZoomSecret file:large-secret', /larger than 65536 bytes/],
    ['LTIZoomSecret file:tiny-secret', /gives 20 bytes/, /at least 32 random/],
    ['LTIZoomSecret file:secret file:tiny-secret', /gives 20 bytes/, /at least 32 random/],
    ['LTIZoomSecret exec:absent', /absent cannot be run/],
    ['LTIZoomSecret exec:failing', /ended with exit status 3/],
    ['LTIZoomSecret exec:silent', /is empty/],
    ['LTIZoomSecret exec:chatty', /prints more than 65536 bytes/],
    ['LTIZoomSecret exec:endless', /did not end within 10 seconds/],
    ['LTIZoomSecret "${NO SUCH"', /contains '\$\{'/, /a value without it/],
  ]),
  instead('LTIZoomClientSecret file:zoom-secret', /file:\/path, exec:\/path/, [
    ['LTIZoomClientSecret file:absent', /LTIZoomClientSecret: file:\$ROOT\/absent cannot be/],
    ['LTIZoomClientSecret file:zoom-secret file:secret', /takes one value, not 2/],
  ]),
  instead('LTIZoomWebhookSecret exec:printer webhook', /file:\/path, exec:\/path/, [
    ['LTIZoomWebhookSecret exec:printer nothing', /exec:\$ROOT\/printer is empty/],
  ]),
  instead('LTIZoomRegistrationSecret file:registration-secret', /file:\/path, exec:\/path/, [
    ['LTIZoomRegistrationSecret', /has no value/],
    ['LTIZoomRegistrationSecret file:absent', /RegistrationSecret: file:\$ROOT\/absent cannot be/],
    ['LTIZoomRegistrationSecret file:short-secret', /gives 15 bytes/, /at least 16 random/],
  ]),
  instead('LTIZoomKey tool.pem', /RSA .*rsa_keygen_bits:2048/, [
    ['', /no LTIZoomKey/, /LTIZoomKey .*openssl genpkey/, BASE_URL],
    ['LTIZoomKey absent.pem', /absent\.pem cannot be opened/, /PEM files/],
    ['LTIZoomKey weak.pem', /2048 to 8192 bits/],
    ['LTIZoomKey ec.pem', /not an RSA key/],
    ['LTIZoomKey locked.pem', /is encrypted/, /unencrypted RSA/],
    ['LTIZoomKey tool.pem ca.pem', /ca\.pem cannot be used: no private key/],
  ]),
  instead('LTIZoomKey tool.pem', /each key once/, [
    ['LTIZoomKey tool.pem tool.pem', /gives the key that file:\$ROOT\/tool\.pem gives already/],
  ]),
];

const around = [
  instead('LTIZoomCache shmcb:run/lti-zoom(8388608)', /shmcb:lti-zoom\(8388608\)/, [
    ['LTIZoomCache shmbc:lti-zoom(8388608)',
      /'shmbc', which no loaded module offers \(loaded: shmcb\)/, /or one that is loaded/],
    ['LTIZoomCache redis:localhost:6379', /'redis', which no/, /LoadModule socache_redis_module/],
    ['LTIZoomCache shmcb:run/lti-zoom(12)', /shmcb:run\/lti-zoom\(12\)': /],
    ['LTIZoomCache :8388608', /provider's name/],
  ]),
  instead('LTIZoomAssets htdocs', /directory of the pages/, [
    ['LTIZoomAssets absent', /\$ROOT\/absent' is no directory/],
  ]),
  instead('LTIZoomCAFile ca.pem', /PEM file with certificates/, [
    ['LTIZoomCAFile absent.pem', /no certificate/],
    ['LTIZoomCAFile tool.pem', /no certificate/],
  ]),
  instead('DBDriver sqlite3', /DBDriver sqlite3/, [['', /no DBDriver/, undefined, BASE_URL]]),
  instead('DBDParams data/lti-zoom.db', /DBDParams \/var/, [
    ['', /no DBDParams/, undefined, BASE_URL],
  ]),
];

const accounts = [
  instead('LTIZoomAccountID account-1', /App Credentials/, [
    ['', /<LTIZoomAccount main> lacks LTIZoomAccountID;/, undefined, ACCOUNT],
    ['LTIZoomAccountID "account 1"', /contains a space/, /Account ID that Zoom shows/],
  ]),
  instead('LTIZoomClientID client-1', /Client ID that Zoom shows/, [
    ['LTIZoomClientID ""', /is empty/],
    ['', /<LTIZoomAccount main> lacks LTIZoomClientID;/, /App Credentials/, ACCOUNT],
  ]),
  instead('LTIZoomClientSecret file:zoom-secret', /App Credentials/, [
    ['', /lacks LTIZoomClientSecret;/, undefined, ACCOUNT],
  ]),
  instead('LTIZoomAPIBase https://api.zoom.us/v2', /write 'https:\/\/api\.zoom\.us\/v2'/, [
    ['LTIZoomAPIBase https://api.zoom.us/v2/', /ends with a slash/],
    ['LTIZoomAPIBase http://127.0.0.1:8000/v2', /is http/, /LTIZoomInsecureLoopback On/],
  ]),
  instead('LTIZoomOAuthBase https://zoom.us', /an https URL .*https:\/\/zoom\.us/, [
    ['LTIZoomOAuthBase zoom.us', /must start with https/],
  ]),
  instead('LTIZoomPlan business', /education and enterprise accounts: business/, [
    ['LTIZoomPlan education', /no plan/],
  ]),
  instead('LTIZoomBudget 50', /from 1 to 100/, [
    ['LTIZoomBudget 0', /not between 1 and 100/],
    ['LTIZoomBudget 101', /not between 1 and 100/],
    ['LTIZoomBudget 50%', /not a whole number/],
  ]),
  instead('LTIZoomDomains example.edu students.example.edu', /students\.example\.edu/, [
    ['LTIZoomDomains ada@example.edu', /contains @/, /write the part behind it \('example\.edu'\)/],
    ['LTIZoomDomains Example.edu', /not in lower case/, /write 'example\.edu'/],
    ['LTIZoomDomains example', /no domain name/],
    ['LTIZoomDomains example..edu', /no domain name/],
  ]),
];

const platforms = [
  instead(ISSUER, /letter by letter/, [
    ['', /<LTIZoomPlatform canvas> lacks LTIZoomIssuer;/, /what the LMS shows/, PLATFORM],
    ['LTIZoomIssuer https://canvas.example.edu?x=1', /query/],
    ['LTIZoomIssuer canvas.example.edu', /must start with https/],
    [`${ISSUER}/${'x'.repeat(255)}`, /is longer than 255 characters/],
  ]),
  instead('LTIZoomAuthURL https://canvas.example.edu/auth', /what the LMS shows/, [
    ['', /<LTIZoomPlatform canvas> lacks LTIZoomAuthURL;/, undefined, PLATFORM],
  ]),
  instead('LTIZoomKeysURL https://canvas.example.edu/jwks', /public keyset URL/, [
    ['LTIZoomKeysURL http://canvas.example.edu/jwks', /must start with https/],
  ]),
  instead('LTIZoomTokenURL https://canvas.example.edu/token', /LTIZoomInsecureLoopback On/, [
    ['LTIZoomTokenURL http://127.0.0.1/token', /is http/],
  ]),
  instead('LTIZoomDeployments auto', /auto alone/, [['LTIZoomDeployments 1 auto', /mixes auto/]]),
  instead(CONSUMER, /a consumer key, then file:/, [
    ['LTIZoomConsumer', /its key is empty/],
    ['LTIZoomConsumer history', /no secret for the key 'history'/],
    [`${CONSUMER} file:secret`, /several secrets for the key 'history'/],
    [`${CONSUMER}\n  LTIZoomConsumer history file:secret`, /'history' for the second time/,
      /one line for each key/, 'LTIZoomConsumer history file:secret'],
  ]),
  instead(PLATFORM_END, /one section for the two/, [
    [another('twin', ISSUER, 'LTIZoomPlatformClientID 10000000000042',
      'LTIZoomAuthURL https://canvas.example.edu/auth',
      'LTIZoomKeysURL https://canvas.example.edu/jwks'),
    /has the LTIZoomIssuer and the LTIZoomPlatformClientID of <LTIZoomPlatform canvas>/, undefined,
    '<LTIZoomPlatform twin>'],
    [another('twin', 'LTIZoomConsumer history file:secret'),
      /key 'history', which <LTIZoomPlatform canvas> .* has too/, /a key of its own/,
      'LTIZoomConsumer history file:secret'],
    [another('bare', USE), /<LTIZoomPlatform bare> describes no platform/, /LTIZoomConsumer/,
      '<LTIZoomPlatform bare>'],
    [another('moodle', 'LTIZoomConsumer geography file:secret', 'LTIZoomUseAccount mian'),
      /names account 'mian', which no <LTIZoomAccount> section defines/, /one of: main/,
      'LTIZoomUseAccount mian'],
    [`${another('law', 'LTIZoomConsumer law file:secret')}
<LTIZoomAccount law>
LTIZoomAccountID account-2
LTIZoomClientID client-2
LTIZoomClientSecret file:zoom-secret
${ACCOUNT_END}`, /<LTIZoomPlatform law> does not say which Zoom account/,
    /LTIZoomUseAccount with one of: main, law/, '<LTIZoomPlatform law>'],
  ]),
];

const registrations = [
  instead('LTIZoomRegistrationAccount main', /one of: main/, [
    ['LTIZoomRegistrationAccount law', /names account 'law', which no <LTIZoomAccount>/],
    ['LTIZoomRegistrationAccount "the law"', /a character that a name cannot have/,
      /name of an <LTIZoomAccount> section/],
    [`<LTIZoomAccount law>
LTIZoomAccountID account-2
LTIZoomClientID client-2
LTIZoomClientSecret file:zoom-secret
${ACCOUNT_END}`, /it is not said which Zoom account they will use/,
    /LTIZoomRegistrationAccount with one of: (law, main|main, law)/,
    'LTIZoomRegistrationSecret file:registration-secret'],
  ]),
];

const sections = [
  instead(ACCOUNT, /<LTIZoomAccount main>/, [
    ['<LTIZoomAccount "the main one">', /a character that a name cannot have/],
    ['<LTIZoomAccount>', /does not have 1 to 64 characters/],
    [`<LTIZoomAccount ${'x'.repeat(65)}>`, /does not have 1 to 64 characters/],
    ['<LTIZoomAccount main other>', /followed by something else/],
    ['<LTIZoomAccount ${NAME}>', /uses \$\{NAME\}, which nothing defines/, /Define NAME/],
    ['<LTIZoomAccount main', /lacks its '>'/, /<LTIZoomAccount name>/],
  ]),
  instead(PLATFORM_END, /another name, the first is in \$ROOT\/httpd\.conf:\d+/, [
    [another('canvas', CONSUMER), /<LTIZoomPlatform canvas> stands here for the second time/,
      undefined, `${PLATFORM_END}\n${PLATFORM}`],
  ]),
  instead(ACCOUNT_END, /close that one first/, [
    [`${PLATFORM}\n${PLATFORM_END}\n${ACCOUNT_END}`, /stands inside <LTIZoomAccount main>/],
  ]),
  instead('LTIZoomBudget 50', /write it outside/, [
    ['LTIZoomTimeout 9', /LTIZoomTimeout does not belong into <LTIZoomAccount main>/],
    ['Require all granted', /Require does not belong into <LTIZoomAccount main>/],
    ['<Location /x>\n</Location>', /<Location> does not belong into <LTIZoomAccount main>/],
    ['LTIZoomIssuer https://x.example.edu', /stands outside its section/,
      /between <LTIZoomPlatform name> and/],
    ['LTIZoomBugdet 50', /Invalid command 'LTIZoomBugdet'/, /perhaps misspelled/],
  ]),
  instead('LTIZoomTimeout 8', /between <LTIZoomAccount name> and/, [
    ['LTIZoomBudget 51', /stands outside its section/],
    ['<Location /zoom>\nLTIZoomTimeout 7\n</Location>', /LTIZoomTimeout/, /not allowed/,
      'LTIZoomTimeout 7'],
  ]),
];

export const mistakes = [
  server, secrets, around, accounts, registrations, platforms, sections,
].flat(2);
