<?php
/**
 * Tests one's own code against the simulator, the way a PHPUnit test would: reset, seed, fix the clock,
 * run the code, assert on what it sent. Needs PHP 8 alone, neither php-curl nor Composer.
 *
 *   php phpunit-like.php http://127.0.0.1:8123
 *
 * Credentials come from THULIUM_SIMULATOR_USER and THULIUM_SIMULATOR_PASSWORD (api_user and api_pass otherwise).
 */
declare(strict_types=1);

$base = $argv[1] ?? exit("Usage: php phpunit-like.php URL-OF-THE-SIMULATOR\n");
$user = getenv('THULIUM_SIMULATOR_USER') ?: 'api_user';
$password = getenv('THULIUM_SIMULATOR_PASSWORD') ?: 'api_pass';

/** @return array{int, mixed} status and decoded body; an empty body is null, and no error */
function request(string $method, string $url, mixed $data = null): array
{
    global $user, $password;
    $body = $data === null ? '' : json_encode($data, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
    $context = stream_context_create(['http' => [
        'method' => $method,
        'header' => [
            'Authorization: Basic ' . base64_encode("$user:$password"),
            'Content-Type: application/json; charset=utf-8',
        ],
        'content' => $body,
        'timeout' => 30,
        'ignore_errors' => true,
    ]]);
    $answer = file_get_contents($url, false, $context);
    if ($answer === false) {
        throw new RuntimeException("No answer from $url");
    }
    preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $match);
    return [(int) $match[1], $answer === '' ? null : json_decode($answer, true, 512, JSON_THROW_ON_ERROR)];
}

/**
 * The code under test: would be the integration's own class.
 *
 * @return array{ok: bool, status: int, request_id: ?string}
 */
function schedule(string $base, string $campaign, string $customer, string $agent, string $date): array
{
    [$status, $answer] = request('PUT', "$base/api/crm_outbounds/$campaign/records/$customer", [
        'status_id' => '5',
        'agent_login' => $agent,
        'next_call_date' => $date,
    ]);
    // Every 2xx is a success, with an empty body too: the documented answer of this call is 204.
    // The request_id of an error's body is what the vendor's support asks for.
    return ['ok' => $status >= 200 && $status < 300, 'status' => $status, 'request_id' => $answer['request_id'] ?? null];
}

function check(bool $condition, string $what): void
{
    echo ($condition ? 'ok   ' : 'FAIL '), $what, "\n";
    if (!$condition) {
        exit(1);
    }
}

$control = "$base/__simulator";

// setUp
check(request('POST', "$control/seed", ['random' => 7])[0] === 204, 'seeds invented data');
check(request('PUT', "$control/clock", ['now' => '2018-05-24T10:00:00+02:00'])[0] === 200, 'fixes the clock');

// what the code sends, and what it changes
check(schedule($base, '00001', '441', 'j.doe', '2018-05-24 12:24')['ok'], 'schedules a contact');
[, $requests] = request('GET', "$control/requests");
check(count($requests) === 1, 'sends one request');
check($requests[0]['method'] === 'PUT', 'sends a PUT');
check($requests[0]['diagnosis'] === [], 'sends nothing odd');
check(json_decode($requests[0]['body'], true)['next_call_date'] === '2018-05-24 12:24', 'sends the date');
[, $records] = request('GET', "$control/records?campaignId=00001&customerId=441");
check($records[0]['agent_login'] === 'j.doe', 'gives the record to the agent');

// what it does with a refusal
$refusal = schedule($base, '00001', '441', 'nobody', '24.05.2018 12:24');
check($refusal['status'] === 400, 'is refused with a wrong agent and date');
check(strlen((string) $refusal['request_id']) === 13, 'keeps the request_id of the refusal');
[, $requests] = request('GET', "$control/requests");
$codes = array_column($requests[1]['diagnosis'], 'code');
sort($codes);
check($codes === ['agent-unknown', 'date-format'], 'learns why');

// what it does when Thulium is in trouble
check(request('POST', "$control/faults", ['kind' => 'status', 'status' => 503, 'count' => 1])[0] === 200, 'injects a fault');
check(schedule($base, '00001', '441', 'j.doe', '2018-05-24 12:24')['status'] === 503, 'sees the fault');
check(schedule($base, '00001', '441', 'j.doe', '2018-05-24 12:24')['ok'], 'succeeds afterwards');

// the other answer that a success might have
check(request('PUT', "$control/switches", ['successStatus' => 200])[0] === 200, 'answers 200 from now on');
check(schedule($base, '00001', '441', 'j.doe', '2018-05-24 12:25')['ok'], 'takes that for a success too');

// tearDown
check(request('POST', "$control/reset")[0] === 204, 'resets');
check(request('GET', "$control/requests")[1] === [], 'leaves nothing behind');
