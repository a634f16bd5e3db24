--[[
  Keep what the documents of an encounter gave, unless newer ones came meanwhile or it is no open work any longer.

  ARGV  id, version of its documents that was read or "" for whichever, sealed suggestions or "" for none

  Returns 1 when the encounter no longer waits to be read.
]]
local id, version, sealed = unpack(ARGV)
local before = standing(id)
if not is_in(NOT_FINAL_CODED, before.status) or (version ~= "" and version ~= before.documents_version) then
  return 0
end
if sealed ~= "" then
  redis.call("HSET", KEY.suggestions:format(id), "reading", sealed)
end
local after = {}
for name, value in pairs(before) do
  after[name] = value
end
after.read_version = before.documents_version
redis.call("HSET", KEY.encounter:format(id), "read_version", after.read_version)
move_places(id, before, after)
return 1
