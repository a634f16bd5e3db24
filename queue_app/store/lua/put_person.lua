--[[
  Add a person or change one. A new password and a closed account end their sessions.

  ARGV  id, person, the person as they were read ("" for nobody, "*" for whoever is there), password hash or "",
        "1" when that password is to be changed at the next sign-in

  Returns "ok", "changed" when somebody else was quicker, or "last" when nobody would administer any more.
]]
local id, after = ARGV[1], ARGV[2]
local before = redis.call("HGET", KEY.person:format(id), "person") or ""
if ARGV[3] ~= "*" and ARGV[3] ~= before then
  return "changed"
end

local function administers(text)
  local person = text ~= "" and cjson.decode(text)
  if person and person.active then
    for _, role in ipairs(person.roles) do
      if role == "admin" then
        return true
      end
    end
  end
  return false
end

local function is_last()
  for _, other in ipairs(redis.call("SMEMBERS", KEY.people)) do
    local told = redis.call("HMGET", KEY.person:format(other), "person", "password")
    if other ~= id and told[2] and administers(told[1] or "") then
      return false
    end
  end
  return true
end

if administers(before) and not administers(after) and is_last() then
  return "last"
end
redis.call("HSET", KEY.person:format(id), "person", after)
redis.call("SADD", KEY.people, id)
if ARGV[4] ~= "" then
  redis.call("HSET", KEY.person:format(id), "password", ARGV[4], "due", ARGV[5])
end
if before ~= "" and (ARGV[4] ~= "" or not cjson.decode(after).active) then
  end_sessions(id)
end
return "ok"
