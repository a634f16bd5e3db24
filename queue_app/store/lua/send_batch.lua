--[[
  Send the claims of a file that is whole on disk: every encounter becomes sent and the batch staged, or
  nothing changes.

  ARGV  batch, then encounter/submission/claim number of each claim, in order of ST02

  Returns 1, or nothing when one of them was taken back or held meanwhile.
]]
local batch, moment, numbers, befores = ARGV[1], now(), {}, {}

for i = 2, #ARGV do
  local id, submission, number = ARGV[i]:match("^([^/]+)/([^/]+)/([^/]+)$")
  local before = standing(id)
  local is_current = redis.call("HGET", KEY.encounter:format(id), "submission") == submission
  local is_held = before.blocked:find("billing", 1, true)
  if not is_current or is_held or refusal("export", before, "sent", before.version, "", moment) then
    return false
  end
  befores[id], numbers[i - 1] = before, number
end

for id, before in pairs(befores) do
  write(id, "export", "system", before, { "status", "sent", "holder", "" }, "", moment)
end
redis.call("HSET", KEY.batch:format(batch), "state", "staged", "sent", table.concat(numbers, " "))
return 1
