--[[
  What every writer shares: reading an encounter, deriving its places, writing one step down.

  Put before it by scripts.py: KEY (keys.py), LEASE[verb] in ms, and words in bars: LEGAL (verb:from>to),
  SUBMITS and LEAVE_THE_WORK (verbs), NOT_FINAL_CODED and FINISHED (statuses).
  Codedesk runs on one server, so keys derived from fields are not declared in KEYS.
]]
local STANDING = { "version", "status", "token", "lease_until", "holder", "worklist", "unit", "due_at",
                   "clock_at", "charges", "blocked", "lacks", "finds", "submitted_at", "coder", "held_at", "holders",
                   "stepped_at", "coded_version", "documents_version", "read_version" }

local function now()
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function whole(number)
  return string.format("%.0f", number)
end

local function is_in(words, word)
  return words:find("|" .. word .. "|", 1, true) ~= nil
end

local function standing(id)
  local values, fields = redis.call("HMGET", KEY.encounter:format(id), unpack(STANDING)), {}
  for i, name in ipairs(STANDING) do
    fields[name] = values[i] or ""
  end
  if fields.status == "" then
    fields.status, fields.version, fields.token = "new", "0", "0"
  end
  return fields
end

-- Every index an encounter stands in, and its score there: a function of its fields and of nothing else.
local function places(fields)
  local found = {}
  if fields.status == "new" then
    return found
  end
  found[KEY.status:format(fields.status)] = fields.clock_at
  found[KEY.worklist:format(fields.worklist)] = fields.due_at
  if fields.status == "ready" then
    found[KEY.ready:format(fields.worklist)] = fields.due_at
  end
  if fields.holder ~= "" then
    found[KEY.desk:format(fields.holder)] = fields.due_at
  end
  if fields.status == "assigned" then
    found[KEY.leases] = fields.lease_until
  end
  if fields.status == "final_coded" and not fields.blocked:find("billing", 1, true) then
    found[KEY.owed:format(fields.unit)] = fields.submitted_at
  end
  if is_in(FINISHED, fields.status) then
    found[KEY.finished] = fields.stepped_at
  end
  if is_in(NOT_FINAL_CODED, fields.status) and fields.read_version ~= fields.documents_version then
    found[KEY.to_read] = fields.due_at
  end
  for entry in fields.lacks:gmatch("[^\n]+") do
    found[KEY.lacking:format(entry)] = fields.due_at
  end
  for fingerprint in fields.finds:gmatch("%S+") do
    found[KEY.found:format(fingerprint)] = "0"
  end
  return found
end

local function add(sums, field, amount)
  sums[field] = (sums[field] or 0) + amount
end

local function weigh(tally, aging, fields, sign)
  if fields.status == "new" then
    return
  end
  local place, cents = fields.status .. "/" .. fields.worklist, sign * tonumber(fields.charges)
  add(tally, "count/" .. place, sign)
  add(tally, "cents/" .. place, cents)
  if is_in(NOT_FINAL_CODED, fields.status) then
    local day = whole(math.floor(fields.clock_at / 86400000))
    add(aging, "count/" .. day .. "/" .. fields.status, sign)
    add(aging, "cents/" .. day, cents)
  end
end

local function write_sums(hash, sums)
  for field, amount in pairs(sums) do
    if amount ~= 0 and redis.call("HINCRBY", hash, field, amount) == 0 then
      redis.call("HDEL", hash, field)
    end
  end
end

local function count(before, after)
  local tally, aging = {}, {}
  weigh(tally, aging, before, -1)
  weigh(tally, aging, after, 1)
  write_sums(KEY.tally, tally)
  write_sums(KEY.aging, aging)
end

local function refusal(verb, before, to, version, token, moment)
  if version ~= before.version then
    return "changed"
  elseif not is_in(LEGAL, verb .. ":" .. before.status .. ">" .. to) then
    return "out_of_order"
  elseif token ~= "" and token ~= before.token then
    return "lapsed"
  elseif token ~= "" and before.status == "assigned" and tonumber(before.lease_until) <= moment then
    return "lapsed"
  end
end

-- A lease lives exactly as long as the encounter is assigned; a new holder or a new start gets a new token.
local function stamp(verb, before, after, moment)
  after.version = whole(before.version + 1)
  after.stepped_at = whole(moment)
  if not is_in(LEAVE_THE_WORK, verb) then
    after.coded_version = after.version
  end
  if after.status ~= "assigned" then
    after.lease_until = ""
    return
  end
  if LEASE[verb] then
    after.lease_until = whole(moment + LEASE[verb])
  end
  if before.status ~= "assigned" or before.holder ~= after.holder then
    after.token = whole(redis.call("INCR", KEY.tokens))
    after.held_at = whole(moment)
  end
end

local function move_places(id, before, after)
  local left, entered = places(before), places(after)
  for key in pairs(left) do
    if not entered[key] then
      redis.call("ZREM", key, id)
    end
  end
  for key, score in pairs(entered) do
    if left[key] ~= score then
      redis.call("ZADD", key, score, id)
    end
  end
end

-- Seconds a person was active on it: no more than the clock has gone since the last were counted, or since it is held.
local function count_active(id, actor, before, changes, said, moment)
  if said == 0 then
    return
  end
  local told = redis.call("HMGET", KEY.encounter:format(id), "active/" .. actor, "counted_at")
  local since = math.max(tonumber(told[2] or 0), tonumber(before.held_at) or 0)
  local seconds = since > 0 and math.min(said, math.ceil((moment - since) / 1000)) or 0
  if seconds > 0 then
    for _, part in ipairs({ "active/" .. actor, whole((told[1] or 0) + seconds), "counted_at", whole(moment) }) do
      changes[#changes + 1] = part
    end
  end
end

-- The member of `submitted`; active seconds are left out where nobody counted them.
local function submission(id, version, actor, active)
  return id .. "/" .. version .. "/" .. actor .. (active ~= "" and "/" .. active or "")
end

local function note_down(id, verb, actor, before, after, moment, note, active)
  local told = { "verb", verb, "actor", actor, "at", whole(moment), "from", before.status,
                 "to", after.status, "version", after.version }
  redis.call("XADD", KEY.audit, "*", "encounter", id, unpack(told))
  if is_in(SUBMITS, verb) then
    told[#told + 1] = "active"
    told[#told + 1] = active
    redis.call("ZADD", KEY.submitted, whole(moment), submission(id, after.version, actor, active))
    redis.call("ZREMRANGEBYSCORE", KEY.submitted, "-inf", whole(moment - 40 * 86400000))
  end
  redis.call("XADD", KEY.history:format(id), "*", "note", note, unpack(told))
end

-- Writes the step and returns version, token, lease, since when it is held, the moment, and the actor's active seconds.
-- `changes` is a flat list of fields.
local function write(id, verb, actor, before, changes, note, moment)
  local after = setmetatable({}, { __index = before })
  for i = 1, #changes, 2 do
    after[changes[i]] = changes[i + 1]
  end
  stamp(verb, before, after, moment)
  local hash = KEY.encounter:format(id)
  for i = 1, #changes, 2000 do -- unpack has a limit
    redis.call("HSET", hash, unpack(changes, i, math.min(i + 1999, #changes)))
  end
  redis.call("HSET", hash, "version", after.version, "token", after.token, "lease_until", after.lease_until,
             "held_at", after.held_at, "stepped_at", after.stepped_at, "coded_version", after.coded_version)
  if is_in(SUBMITS, verb) then -- new codes are a new claim
    redis.call("HDEL", hash, "control_number", "batch")
  end
  move_places(id, before, after)
  count(before, after)
  local field = "active/" .. actor
  local active = after[field] or is_in(SUBMITS, verb) and redis.call("HGET", hash, field) or ""
  note_down(id, verb, actor, before, after, moment, note, active)
  return { after.version, after.token, after.lease_until, after.held_at, whole(moment), active }
end
