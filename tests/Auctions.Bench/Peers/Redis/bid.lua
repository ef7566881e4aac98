-- Takes one bid; nothing else runs on the server meanwhile.
-- KEYS: the auction's hash, its list of bids, its hash of keys. ARGV: amount, bidder, key, now in microseconds.
-- Gives sequence and amount, or nothing: refused. A bid that was overtaken is raised instead of refused; a repeated key
-- gets the answer of its first time, also after the end.
local auction = redis.call('HMGET', KEYS[1], 'closes_at', 'price', 'step', 'bid_count')
local key = ARGV[2] .. ':' .. ARGV[3]

local function earlier()
  local answer = redis.call('HGET', KEYS[3], key)
  if not answer then return false end
  local sequence, amount = string.match(answer, '^(%d+) (%d+)$')
  return { tonumber(sequence), tonumber(amount) }
end

if tonumber(ARGV[4]) >= tonumber(auction[1]) then return earlier() end

local sequence = auction[4] + 1
local amount = math.max(tonumber(ARGV[1]), auction[2] + auction[3])
local answer = string.format('%.0f %.0f', sequence, amount)
if redis.call('HSETNX', KEYS[3], key, answer) == 0 then return earlier() end

redis.call('HSET', KEYS[1], 'price', amount, 'leader', ARGV[2], 'bid_count', sequence)
redis.call('RPUSH', KEYS[2], answer .. ' ' .. ARGV[2] .. ' ' .. ARGV[4])
return { sequence, amount }
